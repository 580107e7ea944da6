import type { PolicyMetadata } from '../../model/policy.ts';
import type { RegoPackage } from '../../rego/package.ts';
import { kindMatches } from './kinds.ts';

/** Policies that are evaluated together: same scope, and they read the same parts of the cluster. */
export interface PolicyGroup {
  readonly scope: PolicyMetadata['scope'];
  /** Paths below `input.cluster`, or below `input.fleet` for the scope `fleet`; the empty path is all of it. */
  readonly viewPaths: readonly (readonly string[])[];
  /** Whether a verdict may depend on the time of day. */
  readonly clock: boolean;
  readonly policies: readonly PolicyMetadata[];
}

/** The generated module that makes one entrypoint of many policies. */
export interface EntryModule {
  readonly text: string;
  readonly entrypoints: readonly string[];
  /** The entrypoint that gives the results of all these policies, as an array in their order. */
  batch(policies: readonly PolicyMetadata[]): string;
  /** The entrypoint of one policy alone. */
  single(policy: PolicyMetadata): string;
}

/**
 * Generates the entrypoints: one a policy, to find out who threw, and one for each list of policies that some object
 * may need together. An object costs one evaluation a group then, whatever the number of policies.
 */
export function makeEntryModule(
  groups: readonly PolicyGroup[],
  packages: readonly RegoPackage[],
  expressionOf: (policy: PolicyMetadata) => string,
): EntryModule {
  const name = unusedName(packages);
  const policies = groups.flatMap((group) => group.policies);
  const singles = new Map(policies.map((policy, index) => [policy.id, `policy_${index}`]));
  const batches = new Map<string, { readonly rule: string; readonly policies: readonly PolicyMetadata[] }>();
  for (const list of groups.flatMap(listsOf)) {
    const key = keyOf(list);
    if (!batches.has(key)) batches.set(key, { rule: `batch_${batches.size}`, policies: list });
  }
  return {
    text: [
      `package ${name}`,
      ...policies.map((policy) => `${singles.get(policy.id) ?? ''} := [${expressionOf(policy)}]`),
      ...[...batches.values()].map(
        ({ rule, policies: list }) => `${rule} := [${list.map(expressionOf).join(', ')}]`,
      ),
      '',
    ].join('\n'),
    entrypoints: [...singles.values(), ...[...batches.values()].map(({ rule }) => rule)].map(
      (rule) => `${name}/${rule}`,
    ),
    batch: (list) => `${name}/${batches.get(keyOf(list))?.rule ?? ''}`,
    single: (policy) => `${name}/${singles.get(policy.id) ?? ''}`,
  };
}

/** The lists of a group that objects can need: one for each kind that it names, in and out of each API group. `*` stands for any other. */
function listsOf({ scope, policies }: PolicyGroup): readonly (readonly PolicyMetadata[])[] {
  if (scope !== 'object') return [policies];
  const names = policies.flatMap(({ kinds }) => kinds);
  const inGroups = names.filter((name) => name.includes('/'));
  const samples = [...inGroups, ...names.map((name) => `*/${name.slice(name.lastIndexOf('/') + 1)}`), '*/*'];
  return samples
    .map((sample) => {
      const [group = '', kind = ''] = sample.split('/');
      return policiesFor(policies, { apiVersion: `${group}/v1`, kind });
    })
    .filter((list) => list.length > 0);
}

/** The policies of a list that judge objects of a kind. */
export function policiesFor(
  policies: readonly PolicyMetadata[],
  object: { readonly apiVersion: string; readonly kind: string },
): readonly PolicyMetadata[] {
  return policies.filter(
    ({ kinds }) => kinds.length === 0 || kinds.some((kind) => kindMatches(kind, object)),
  );
}

function keyOf(policies: readonly PolicyMetadata[]): string {
  return policies.map(({ id }) => id).join(' ');
}

function unusedName(packages: readonly RegoPackage[]): string {
  let name = 'mcp_entry';
  while (packages.some(({ path }) => path[0] === name)) name += '_';
  return name;
}
