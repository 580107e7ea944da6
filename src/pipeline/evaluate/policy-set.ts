import { parse } from 'node:path/posix';
import { withFileData } from '../../conftest/file-data.ts';
import { readConftestOutcome } from '../../conftest/result.ts';
import { conftestRules } from '../../conftest/rules.ts';
import type { ConftestRule } from '../../conftest/rules.ts';
import { McpError } from '../../model/error.ts';
import type { Json } from '../../model/json.ts';
import type { Manifest } from '../../model/manifest.ts';
import type { PolicyMetadata, PolicySource, RegoModule } from '../../model/policy.ts';
import type { RegoCompiler } from '../../rego/compile.ts';
import type { RegoPackage, RegoRule } from '../../rego/package.ts';
import { RegoProgram } from '../../rego/program.ts';
import type { ProgramOptions } from '../../rego/program.ts';
import { digestOf } from '../../runtime/canonical-json.ts';
import { makeEntryModule } from './entry-module.ts';
import type { EntryModule, PolicyGroup } from './entry-module.ts';
import { readConftestMetadata, readMetadata } from './metadata.ts';
import { readsFileData, undefinedData, undefinedDataHint, undefinedDataMessage } from './undefined-data.ts';
import { readConditionalVerdict, readVerdict } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Raised when the meaning of a stored verdict changes. */
const verdictFormat = 2;

/** The policies of one source, checked, and the way to evaluate them. */
export interface PolicySet {
  readonly policies: readonly PolicyMetadata[];
  readonly groups: readonly PolicyGroup[];
  readonly entry: EntryModule;
  /** Reads what the entry module gives for a policy. */
  readVerdict(policy: PolicyMetadata, value: Json | undefined): Verdict;
  /** The base documents for a manifest, as JSON text; null: for all of them together. Undefined where they are the same for all. */
  dataFor(manifest: Manifest | null): string | undefined;
  /** The parameters as JSON text. */
  readonly parameters: string;
  /** Changes whenever a verdict on the same input may change. */
  readonly digest: string;
  /** Compiles and loads the policies when it is first called. */
  program(): Promise<RegoProgram>;
}

/** Parses and checks the policies of a source that are of some forms, if any; REGO_INVALID with a position. Nothing is compiled yet. */
export async function openPolicySet(
  source: PolicySource,
  compiler: RegoCompiler,
  now: Date,
  forms: readonly RegoForm[],
): Promise<PolicySet> {
  const modules = ownModules(source);
  const packages = await compiler.inspect(modules, source.allow);
  const found = packages
    .flatMap((regoPackage) => findPolicies(regoPackage, modules))
    .filter(({ form }) => forms.includes(form));
  const byId = new Map(found.map((policy) => [policy.metadata.id, policy]));
  const policies = found.map(({ metadata }) => metadata).sort((a, b) => (a.id < b.id ? -1 : 1));
  requireUniqueIds(policies);
  if (policies.length > 0) requireDefined(packages, source);
  const data = source.data ?? {};
  const asksForFile = readsFileData(packages);
  const groups = groupPolicies(found);
  const entry = makeEntryModule(groups, packages, ({ id }) => byId.get(id)?.expression ?? '');
  let program: Promise<RegoProgram> | undefined;
  return {
    policies,
    groups,
    entry,
    readVerdict: ({ id }, value) => byId.get(id)?.readVerdict(value) ?? { reason: 'there is no such policy' },
    dataFor: (manifest) => {
      if (!asksForFile) return undefined;
      const { dir, base } = parse(manifest?.path ?? 'Combined');
      return JSON.stringify(withFileData(data, { name: base, dir }));
    },
    parameters: JSON.stringify(source.parameters),
    digest: digestOf([verdictFormat, compiler.id, modules, source.parameters, source.allow ?? [], data]),
    program: () =>
      (program ??= compiler
        .compile(
          [...modules, { path: 'the entry module', text: entry.text }],
          entry.entrypoints,
          source.allow,
        )
        .then((wasm) => RegoProgram.load(wasm, modules, now, optionsOf(source)))
        .then((loaded) => {
          loaded.setData(JSON.stringify(data));
          return loaded;
        })),
  };
}

/** The modules of a source that are policies, not tests of them. */
export function ownModules({ modules }: PolicySource): readonly RegoModule[] {
  return modules.filter(({ path }) => !path.endsWith('_test.rego'));
}

export function optionsOf({ allow, timeLimit }: PolicySource): ProgramOptions {
  return { allow, timeLimit: timeLimit === undefined ? undefined : timeLimit * 1_000 };
}

function requireDefined(packages: readonly RegoPackage[], source: PolicySource): void {
  const [first] = undefinedData(packages, source.data);
  if (first === undefined) return;
  throw new McpError('REGO_INVALID', undefinedDataMessage(first), {
    position: first.position,
    hint: undefinedDataHint,
  });
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

export function noPolicy({ name, modules }: PolicySource): McpError {
  const [first] = modules;
  return new McpError('REGO_INVALID', `there is no policy in ${name}`, {
    ...(first === undefined ? {} : { position: { file: first.path, line: 1, column: 1 } }),
    hint: 'A policy is a package whose METADATA gives a custom.id, or one with rules deny or warn as conftest has them.',
  });
}

/** How a policy in Rego is told from others: by a `custom.id`, or by the names of its rules alone. */
export type RegoForm = 'native' | 'conftest';

/** A policy in a module. */
interface FoundPolicy {
  readonly form: RegoForm;
  readonly metadata: PolicyMetadata;
  /** Rego for what `readVerdict` reads; it stands where `input` is a native policy's. */
  readonly expression: string;
  readonly readVerdict: (value: Json | undefined) => Verdict;
  readonly viewPaths: PolicyGroup['viewPaths'];
  readonly clock: boolean;
}

export function findPolicies(
  regoPackage: RegoPackage,
  modules: readonly RegoModule[],
): readonly FoundPolicy[] {
  const metadata = readMetadata(regoPackage, modules);
  if (metadata === null)
    return conftestRules(regoPackage).map((rule) => conftestPolicy(rule, regoPackage, modules));
  const rules = regoPackage.rules.filter(({ name }) => name === 'deny' || name === 'not_applicable');
  const values = rules.map(({ name }) => `"${name}": ${metadata.package}["${name}"]`);
  const isConditional = rules.length > 1;
  return [
    {
      form: 'native',
      metadata,
      expression: isConditional ? `{${values.join(', ')}}` : `${metadata.package}["deny"]`,
      readVerdict: isConditional ? readConditionalVerdict : readVerdict,
      viewPaths: pathsBelow(
        metadata.scope === 'fleet' ? 'fleet' : 'cluster',
        rules.flatMap(({ reads }) => reads),
      ),
      clock: rules.some(({ clock }) => clock),
    },
  ];
}

/** A rule of conftest's sees the object alone, as its whole input. */
function conftestPolicy(
  rule: ConftestRule,
  regoPackage: RegoPackage,
  modules: readonly RegoModule[],
): FoundPolicy {
  return {
    form: 'conftest',
    metadata: readConftestMetadata(rule, regoPackage, modules),
    expression: `[found | found := ${rule.expression} with input as input.object][0]`,
    readVerdict: (value) => verdictOfConftest(rule, value),
    viewPaths: [],
    clock: rule.rule.clock || rule.exception?.clock === true,
  };
}

function verdictOfConftest({ namespace }: ConftestRule, value: Json | undefined): Verdict {
  const outcome = readConftestOutcome(value);
  if ('reason' in outcome) return outcome;
  // A gate must not pass what is most likely a mistake, as conftest does.
  if (outcome.ignored !== null) return { reason: outcome.ignored };
  const violations = outcome.results.map(({ message }) => ({ message, field: '', fix: '' }));
  return outcome.exceptions === 0 ? { violations } : { violations, exception: `data.${namespace}.exception` };
}

/** One group for all policies to which the same parts of a cluster, or of the fleet, make a difference. */
function groupPolicies(found: readonly FoundPolicy[]): readonly PolicyGroup[] {
  const groups = new Map<string, PolicyGroup>();
  const sorted = found.toSorted((a, b) => (a.metadata.id < b.metadata.id ? -1 : 1));
  for (const { metadata, viewPaths: paths, clock } of sorted) {
    const { scope } = metadata;
    const key = JSON.stringify([scope, paths, clock]);
    const policies = [...(groups.get(key)?.policies ?? []), metadata];
    groups.set(key, { scope, viewPaths: paths, clock, policies });
  }
  return [...groups.values()];
}

/** What follows a part of the input; who reads all of `input` reads all of the part. */
function pathsBelow(part: string, reads: RegoRule['reads']): readonly (readonly string[])[] {
  return reads.flatMap((path) => {
    if (path.length === 0) return [[]];
    return path[0] === part ? [path.slice(1)] : [];
  });
}
