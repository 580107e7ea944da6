import * as Flags from '@oclif/core/flags';

/** The flags that say which policy repository a command reads. */
const policyRepositoryFlags = {
  directory: Flags.string({
    char: 'C',
    default: '.',
    helpGroup: 'SOURCE',
    helpValue: 'FOLDER|URL',
    description: 'The policy repository.',
  }),
  ref: Flags.string({
    default: 'HEAD',
    helpGroup: 'SOURCE',
    description: 'The branch, tag or commit of the policy repository to read.',
  }),
  worktree: Flags.boolean({
    default: false,
    helpGroup: 'SOURCE',
    description: 'Read the files as they lie in the folder, committed or not.',
    exclusive: ['ref'],
  }),
};

/** The same, with the fleet repository. */
export const fleetFlags = {
  ...policyRepositoryFlags,
  repository: Flags.string({
    helpGroup: 'SOURCE',
    helpValue: 'PATH|URL',
    description: 'The fleet repository to use instead of spec.delivery.repository.',
  }),
};

/** For those who write policies: the files as they lie in the folder, unless a ref is asked for. */
export const authorFlags = {
  directory: policyRepositoryFlags.directory,
  ref: Flags.string({
    helpGroup: 'SOURCE',
    description:
      'Read the policy repository at this branch, tag or commit instead of its files as they lie there.',
  }),
};

export const regoVersionFlag = {
  'rego-version': Flags.option({ options: ['v0', 'v1'] as const })({
    default: 'v1',
    description:
      'The Rego that the policies are written in; v0 is that of before OPA 1.0: deny[msg] { ... }.',
  }),
};

export const allowFlag = {
  allow: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'BUILTIN',
    description: 'Allow a builtin that a gate refuses, such as opa.runtime.',
  }),
};
