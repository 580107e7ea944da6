import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { speaksFor } from '../../src/model/control.ts';
import { examinePolicies } from '../../src/pipeline/evaluate/index.ts';
import { loadWorkspace } from '../../src/pipeline/source/index.ts';
import { memoryCache } from '../rego/memory-cache.ts';
import { memoryTree, repositoryRoot } from '../pipeline/source/memory-tree.ts';
import { runContext } from '../support/run-context.ts';
import { readFiles, ruleFolders } from './rule-folders.ts';

const context = runContext({ cache: memoryCache() });

/** The example, whose fleet uses the shipped set and one of its own: all catalogues that there are. */
const files = readFiles('examples/acme', '*.{yaml,yml,rego}').map(
  ({ path, text }) => [path.slice('examples/acme/'.length), text] as const,
);
const { catalogs } = await loadWorkspace(memoryTree(Object.fromEntries(files)), {
  cache: context.cache,
  shippedRoot: repositoryRoot,
  askHub: null,
});
const controls = catalogs.flatMap((catalog) => catalog.controls);
const sets = ruleFolders.map((folder) =>
  readFiles(folder, '*.rego').filter(({ path }) => !path.endsWith('_test.rego')),
);
const policies = (await Promise.all(sets.map((modules) => examinePolicies(modules, context)))).flatMap(
  (examined) => examined.policies,
);

describe('policies and controls', () => {
  it('finds both', () => {
    expect(policies.length).toBeGreaterThan(40);
    expect(controls.length).toBeGreaterThan(300);
  });

  it('has a policy for every control that is called automated', () => {
    const unspoken = controls.filter(
      (control) =>
        control.coverage === 'automated' && !policies.some((policy) => speaksFor(policy.controls, control)),
    );
    expect(unspoken.map(({ id }) => id)).toEqual([]);
  });

  it('says why the other controls are not', () => {
    const silent = controls.filter(({ coverage, reason }) => (coverage === 'automated') !== (reason === ''));
    expect(silent).toEqual([]);
  });

  it.each(policies.map((policy) => [policy.position.file, policy] as const))(
    '%s is named after its id and maps to controls that are there',
    (file, policy) => {
      expect(`${policy.id}.rego`).toBe(basename(file));
      expect(policy.controls.length).toBeGreaterThan(0);
      const known = new Set(controls.map(({ id }) => id));
      expect(policy.controls.filter((id) => !known.has(id))).toEqual([]);
    },
  );
});

/** How many items each part of section 5 has, by version of the benchmark, as kube-bench's cfg/cis-<version> has them. */
const cisSections: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '1.9': { '5.1': 13, '5.2': 13, '5.3': 2, '5.4': 2, '5.5': 1, '5.7': 4 },
  '1.10': { '5.1': 13, '5.2': 13, '5.3': 2, '5.4': 2, '5.5': 1, '5.7': 4 },
  '1.11': { '5.1': 13, '5.2': 13, '5.3': 2, '5.4': 2, '5.5': 1, '5.6': 4 },
  '1.12': { '5.1': 13, '5.2': 12, '5.3': 2, '5.4': 2, '5.5': 1, '5.6': 4 },
};

/** What stands under one number in one version and under another, or none, in the next. */
const moved: readonly (readonly [before: string, after: readonly string[]])[] = [
  ['cis-1.9-5.2.8', ['cis-5.2.8']],
  ['cis-1.11-5.2.9', ['pss-baseline-capabilities']],
  ['cis-1.11-5.2.10', ['cis-5.2.9']],
  ['cis-1.11-5.2.11', ['cis-5.2.10']],
  ['cis-1.10-5.2.12', ['cis-5.2.11']],
  ['cis-1.9-5.2.13', ['cis-5.2.12']],
  ['cis-1.9-5.7.4', ['cis-5.6.4']],
  ['cis-1.10-5.7.1', ['cis-5.6.1']],
  ['cis-1.11-5.6.4', ['cis-5.6.4']],
];

describe('the versions of the CIS benchmark', () => {
  const byId = new Map(controls.map((control) => [control.id, control]));

  it.each(Object.entries(cisSections))(
    '%s has the numbers that it was published with',
    (version, sections) => {
      const catalog = catalogs.find(({ name }) => name === `cis-kubernetes-${version}`);
      const prefix = version === '1.12' ? 'cis-' : `cis-${version}-`;
      const expected = Object.entries(sections).flatMap(([section, count]) =>
        Array.from({ length: count }, (_, index) => `${prefix}${section}.${index + 1}`),
      );
      expect(catalog?.controls.map(({ id }) => id)).toEqual(expected);
    },
  );

  it.each(moved)('%s maps to %s', (before, after) => {
    expect(byId.get(before)?.mapsTo).toEqual(after);
  });

  it('judges an item alike in every version', () => {
    const older = controls.filter(({ id }) => id.startsWith('cis-1.'));
    expect(older).toHaveLength(105);
    const differing = older.filter(({ coverage, title, reason, mapsTo: [target = ''] }) => {
      const newest = byId.get(target);
      const sameItem = title === newest?.title && reason === newest.reason;
      return coverage !== newest?.coverage || (target.startsWith('cis-') && !sameItem);
    });
    expect(differing.map(({ id }) => id)).toEqual([]);
  });

  it('reports on the newest unless told', () => {
    const reported = catalogs.filter((catalog) => catalog.reported).map(({ name }) => name);
    expect(reported.filter((name) => name.startsWith('cis-'))).toEqual(['cis-kubernetes-1.12']);
    expect(reported.length).toBe(catalogs.length - 3);
  });
});
