import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { McpError } from '../../../src/model/error.ts';
import type { Evaluation, Finding } from '../../../src/model/finding.ts';
import type { ClusterRecord, RunRecord } from '../../../src/model/ledger.ts';
import type { ManifestSet, Rendering } from '../../../src/model/manifest.ts';
import type { BranchState } from '../../../src/pipeline/plan/branch-states.ts';
import { planChanges } from '../../../src/pipeline/plan/changes.ts';
import type { ChangesInput } from '../../../src/pipeline/plan/changes.ts';

const tip = 'a'.repeat(40);
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const set = (digest: string): ManifestSet => ({ digest, manifests: [] });
const rendered = (cluster: string, digest = 'new'): Rendering => ({
  cluster,
  baselines: ['b'],
  versions: ['1'],
  manifests: set(digest),
});
const branchOf = (cluster: string): string => `cluster/${cluster}`;

const denial: Finding = {
  policy: 'pod-host-network',
  state: 'fail',
  object: { apiVersion: 'v1', kind: 'Pod', namespace: 'n', name: 'p' },
  path: 'b/n/pod-p.yaml',
  message: 'uses the host network',
  field: '',
  fix: '',
  exception: null,
  origin: null,
};

const evaluation = (cluster: string, ...denials: readonly Finding[]): Evaluation => ({
  cluster,
  digest: 'd',
  findings: denials,
  denials,
});

function recorded(...names: string[]): RunRecord {
  return {
    clusters: names.map((name) => ({ name, branch: branchOf(name), tip }) as ClusterRecord),
  } as unknown as RunRecord;
}

function input(
  given: Partial<ChangesInput> & { names?: string[]; state?: Record<string, Partial<BranchState>> },
): ChangesInput {
  const states = Object.entries(given.state ?? {});
  return {
    renderings: [],
    evaluations: new Map(),
    pending: new Map(),
    branches: new Map((given.names ?? []).map((name) => [name, branchOf(name)])),
    states: new Map(
      states.map(([name, state]) => [branchOf(name), { tip, tree: 'old', ours: true, ...state }]),
    ),
    recorded: null,
    removalPolicy: 'Keep',
    treeOf: (manifests) => manifests.digest,
    emptyTree,
    ...given,
  };
}

describe('planChanges', () => {
  test.each<[string, Parameters<typeof input>[0], Record<string, unknown>]>([
    ['no branch: create', { renderings: [rendered('a')] }, { action: 'create', tip: null, tree: 'new' }],
    [
      'other tree: update',
      { renderings: [rendered('a')], state: { a: {} } },
      { action: 'update', tip, tree: 'new' },
    ],
    [
      'same tree: unchanged',
      { renderings: [rendered('a', 'old')], state: { a: {} } },
      { action: 'unchanged' },
    ],
    [
      'a denying policy: blocked, with the object',
      { renderings: [rendered('a')], evaluations: new Map([['a', evaluation('a', denial)]]) },
      {
        action: 'blocked',
        tree: null,
        blocked: { reason: 'policy', message: 'pod-host-network: Pod p: uses the host network' },
      },
    ],
    [
      'no denial: delivered',
      { renderings: [rendered('a')], evaluations: new Map([['a', evaluation('a')]]) },
      { action: 'create', evaluation: 'd' },
    ],
    [
      'several denials: the first, and how many more',
      { renderings: [rendered('a')], evaluations: new Map([['a', evaluation('a', denial, denial, denial)]]) },
      {
        blocked: { reason: 'policy', message: 'pod-host-network: Pod p: uses the host network (and 2 more)' },
      },
    ],
    [
      'a template that fails: blocked',
      { renderings: [{ cluster: 'a', baselines: ['b'], error: new McpError('CEL_FAILED', 'no such key') }] },
      { action: 'blocked', blocked: { reason: 'render', message: 'no such key' } },
    ],
    [
      'somebody else’s branch: blocked, never overwritten',
      { renderings: [rendered('a')], state: { a: { ours: false } } },
      { action: 'blocked', tip, tree: null },
    ],
    [
      'somebody else’s branch, of a cluster that a policy denies: theirs all the same',
      {
        renderings: [rendered('a')],
        state: { a: { ours: false } },
        evaluations: new Map([['a', evaluation('a', denial)]]),
      },
      {
        action: 'blocked',
        blocked: { reason: 'foreignBranch', message: expect.stringContaining('not made by mcp') },
      },
    ],
    [
      'left, Keep: the branch stays',
      { recorded: recorded('a'), state: { a: {} } },
      { action: 'keep', tree: null },
    ],
    [
      'left, Prune: emptied',
      { recorded: recorded('a'), state: { a: {} }, removalPolicy: 'Prune' },
      { action: 'remove', tree: emptyTree },
    ],
    [
      'left and emptied before: unchanged',
      { recorded: recorded('a'), state: { a: { tree: emptyTree } }, removalPolicy: 'Prune' },
      { action: 'unchanged' },
    ],
  ])('%s', (_, given, expected) => {
    const changes = planChanges(input({ names: ['a'], ...given }));
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ cluster: 'a', branch: 'cluster/a', ...expected });
  });

  test('a cluster without baseline and without branch is no change', () => {
    expect(planChanges(input({ names: ['a'] }))).toEqual([]);
  });

  test('a foreign branch of a cluster without baseline is left alone, even with Prune', () => {
    const given = { names: ['a'], state: { a: { ours: false } }, removalPolicy: 'Prune' as const };
    expect(planChanges(input(given))).toEqual([]);
  });

  test('a cluster that left the inventory is found by its record', () => {
    const changes = planChanges(
      input({ recorded: recorded('gone'), state: { gone: {} }, removalPolicy: 'Prune' }),
    );
    expect(changes).toMatchObject([{ cluster: 'gone', action: 'remove', branch: 'cluster/gone' }]);
  });

  test('a branch that went from one cluster to another has one change', () => {
    const changes = planChanges(
      input({
        branches: new Map([['heir', branchOf('slot')]]),
        renderings: [rendered('heir', 'old')],
        recorded: { clusters: [{ name: 'gone', branch: branchOf('slot'), tip }] } as unknown as RunRecord,
        state: { slot: {} },
        removalPolicy: 'Prune',
      }),
    );
    expect(changes).toMatchObject([{ cluster: 'heir', action: 'unchanged', branch: branchOf('slot') }]);
  });

  test('each selected cluster has exactly one change, sorted, and only wanted trees are planned', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/u), { maxLength: 20 });
    const pick = fc.func(fc.constantFrom('create', 'update', 'same', 'foreign', 'left'));
    fc.assert(
      fc.property(names, pick, (all, choose) => {
        const kindOf = new Map(all.map((name) => [name, choose(name)]));
        const selected = all.filter((name) => kindOf.get(name) !== 'left');
        const state = Object.fromEntries(
          all
            .filter((name) => kindOf.get(name) !== 'create')
            .map((name) => [
              name,
              { tree: kindOf.get(name) === 'same' ? 'new' : 'old', ours: kindOf.get(name) !== 'foreign' },
            ]),
        );
        const changes = planChanges(
          input({
            names: all,
            state,
            renderings: selected.map((name) => rendered(name)),
            removalPolicy: 'Prune',
          }),
        );
        expect(changes.map((change) => change.cluster)).toEqual([...all].sort());
        for (const change of changes) {
          if (change.action === 'create' || change.action === 'update') expect(change.tree).toBe('new');
          if (change.action === 'remove') expect(kindOf.get(change.cluster)).toBe('left');
        }
      }),
    );
  });
});
