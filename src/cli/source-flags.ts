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

/** Whose signature the commit of the policy repository needs. */
export const signerFlags = {
  'require-signed-source': Flags.boolean({
    helpGroup: 'SOURCE',
    env: 'MCP_REQUIRE_SIGNED_SOURCE',
    description: 'Read nothing from a commit of the policy repository that no trusted signer signed.',
  }),
  'allowed-signers': Flags.string({
    helpGroup: 'SOURCE',
    helpValue: 'FILE',
    env: 'MCP_ALLOWED_SIGNERS',
    description: 'Trusted SSH keys, a file as ssh-keygen(1) describes it; the commit has to be signed.',
  }),
  'signers-keyring': Flags.string({
    helpGroup: 'SOURCE',
    helpValue: 'FILE',
    env: 'MCP_SIGNERS_KEYRING',
    description: 'Trusted OpenPGP keys, as `gpg --export` writes them; the commit has to be signed.',
  }),
};

/** The same, with the fleet repository. */
export const fleetFlags = {
  ...policyRepositoryFlags,
  ...signerFlags,
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
