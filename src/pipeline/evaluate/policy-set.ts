import { McpError } from '../../model/error.ts';
import type { PolicyMetadata, PolicySource } from '../../model/policy.ts';
import type { RegoCompiler } from '../../rego/compile.ts';
import type { RegoPackage, RegoRule } from '../../rego/package.ts';
import { RegoProgram } from '../../rego/program.ts';
import type { ProgramOptions } from '../../rego/program.ts';
import { digestOf } from '../../runtime/canonical-json.ts';
import { makeEntryModule } from './entry-module.ts';
import type { EntryModule, PolicyGroup } from './entry-module.ts';
import { readMetadata } from './metadata.ts';

/** Raised when the meaning of a stored verdict changes. */
const verdictFormat = 1;

/** The policies of one source, checked, and the way to evaluate them. */
export interface PolicySet {
  readonly policies: readonly PolicyMetadata[];
  readonly groups: readonly PolicyGroup[];
  readonly entry: EntryModule;
  /** The parameters as JSON text. */
  readonly parameters: string;
  /** Changes whenever a verdict on the same input may change. */
  readonly digest: string;
  /** Compiles and loads the policies when it is first called. */
  program(): Promise<RegoProgram>;
}

/** Parses and checks a source of policies; REGO_INVALID with a position. Nothing is compiled yet. */
export async function openPolicySet(
  source: PolicySource,
  compiler: RegoCompiler,
  now: Date,
): Promise<PolicySet> {
  const modules = source.modules.filter(({ path }) => !path.endsWith('_test.rego'));
  const packages = await compiler.inspect(modules, source.allow);
  const found = packages.flatMap((regoPackage) => {
    const metadata = readMetadata(regoPackage, modules);
    return metadata === null ? [] : [{ metadata, regoPackage }];
  });
  if (found.length === 0) throw noPolicy(source);
  const policies = found.map(({ metadata }) => metadata).sort((a, b) => (a.id < b.id ? -1 : 1));
  requireUniqueIds(policies);
  const groups = groupPolicies(found);
  const entry = makeEntryModule(groups, packages);
  let program: Promise<RegoProgram> | undefined;
  return {
    policies,
    groups,
    entry,
    parameters: JSON.stringify(source.parameters),
    digest: digestOf([verdictFormat, compiler.id, modules, source.parameters, source.allow ?? []]),
    program: () =>
      (program ??= compiler
        .compile(
          [...modules, { path: 'the entry module', text: entry.text }],
          entry.entrypoints,
          source.allow,
        )
        .then((wasm) => RegoProgram.load(wasm, modules, now, optionsOf(source)))),
  };
}

function optionsOf({ allow, timeLimit }: PolicySource): ProgramOptions {
  return { allow, timeLimit: timeLimit === undefined ? undefined : timeLimit * 1_000 };
}

/** CONFIG_DUPLICATE where two policies have the same id. */
export function requireUniqueIds(policies: readonly PolicyMetadata[]): void {
  const known = new Map<string, PolicyMetadata>();
  for (const policy of policies) {
    const other = known.get(policy.id);
    if (other !== undefined)
      throw new McpError(
        'CONFIG_DUPLICATE',
        `there are two policies ${policy.id}: ${other.package} and ${policy.package}`,
        { position: policy.position, hint: 'Give one of them another custom.id.' },
      );
    known.set(policy.id, policy);
  }
}

function noPolicy({ name, modules }: PolicySource): McpError {
  const [first] = modules;
  return new McpError('REGO_INVALID', `there is no policy in ${name}`, {
    ...(first === undefined ? {} : { position: { file: first.path, line: 1, column: 1 } }),
    hint: 'A policy is a package whose METADATA gives a custom.id.',
  });
}

/** One group for all policies to which the same parts of a cluster make a difference. */
function groupPolicies(
  found: readonly { readonly metadata: PolicyMetadata; readonly regoPackage: RegoPackage }[],
): readonly PolicyGroup[] {
  const groups = new Map<string, PolicyGroup>();
  const sorted = found.toSorted((a, b) => (a.metadata.id < b.metadata.id ? -1 : 1));
  for (const { metadata, regoPackage } of sorted) {
    const deny = regoPackage.rules.find(({ name }) => name === 'deny');
    const paths = clusterPaths(deny?.reads ?? [[]]);
    const { scope } = metadata;
    const clock = deny?.clock ?? true;
    const key = JSON.stringify([scope, paths, clock]);
    const policies = [...(groups.get(key)?.policies ?? []), metadata];
    groups.set(key, { scope, clusterPaths: paths, clock, policies });
  }
  return [...groups.values()];
}

/** What follows `input.cluster`; who reads all of `input` reads all of the cluster. */
function clusterPaths(reads: RegoRule['reads']): readonly (readonly string[])[] {
  return reads.flatMap((path) => {
    if (path.length === 0) return [[]];
    return path[0] === 'cluster' ? [path.slice(1)] : [];
  });
}
