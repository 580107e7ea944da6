import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision, Placement, PrioritizerConfig } from '../../../src/model/placement.ts';
import { decide } from '../../../src/pipeline/placement/index.ts';
import { makeCluster, makePlacement, testPosition as position } from './make.ts';

type Input = Parameters<typeof decide>[0];

/** Cases after those of OCM's own tests of its scheduler and plugins, which need no Go. */
async function decideAll(placements: readonly Placement[], rest: Partial<Input> = {}) {
  const none = { clusterSets: [], clusterSetBindings: [], addOnScores: [], previous: [] };
  const clusters = ['a', 'b', 'c'].map((name) => makeCluster(name));
  return decide({ clusters, placements, now: new Date('2026-11-24T12:00:00Z'), ...none, ...rest });
}

const config = (builtIn: string, weight = 1): PrioritizerConfig => ({
  ...{ type: 'BuiltIn', builtIn, addOn: null, weight, position },
});
const addOn = (resourceName: string, scoreName: string, weight = 1): PrioritizerConfig => ({
  ...{ type: 'AddOn', builtIn: '', addOn: { resourceName, scoreName }, weight, position },
});
const exact = (...configurations: readonly PrioritizerConfig[]) =>
  ({ mode: 'Exact', configurations }) as const;
const additive = (...configurations: readonly PrioritizerConfig[]) =>
  ({ mode: 'Additive', configurations }) as const;

const scoresOf = ({ ranking }: Decision) =>
  Object.fromEntries(ranking.clusters.map((name, index) => [name, ranking.totals[index]]));
const reasonOf = ({ conditions }: Decision) => conditions.find(({ status }) => status === 'False')?.reason;

describe('the prioritizer', () => {
  it.each<[string, ReturnType<typeof exact>['configurations'], Partial<Input>, object]>([
    ['Balance without decisions', [config('Balance')], {}, { a: 100, b: 100, c: 100 }],
    [
      'Balance counts what other placements decided, in every namespace',
      [config('Balance')],
      {
        previous: [
          { placement: 'default/p', clusters: ['c'] },
          { placement: 'default/q', clusters: ['a', 'b'] },
          { placement: 'other/p', clusters: ['a'] },
        ],
      },
      { a: -100, b: 0, c: 100 },
    ],
    [
      'Balance rounds towards zero, and to even numbers',
      [config('Balance')],
      {
        previous: ['q', 'r', 's'].map((name, index) => ({
          placement: `x/${name}`,
          clusters: ['a', ...(index < 1 ? ['b'] : [])],
        })),
      },
      { a: -100, b: 32, c: 100 },
    ],
    [
      'Steady',
      [config('Steady')],
      {
        previous: [
          { placement: 'default/p', clusters: ['b', 'gone'] },
          { placement: 'x/p', clusters: ['a'] },
        ],
      },
      { a: 0, b: 100, c: 0 },
    ],
    [
      'ResourceAllocatableCPU',
      [config('ResourceAllocatableCPU')],
      {
        clusters: [
          makeCluster('a', { allocatable: { cpu: '2' }, capacity: { cpu: '2' } }),
          makeCluster('b', { allocatable: { cpu: '4500m' }, capacity: { cpu: '8' } }),
          makeCluster('c', { allocatable: { cpu: '12' }, capacity: { cpu: '12' } }),
          makeCluster('without-capacity', { allocatable: { cpu: '100' } }),
          makeCluster('without-allocatable', { capacity: { cpu: '100' } }),
        ],
      },
      { a: -100, b: -50, c: 100, 'without-allocatable': 0, 'without-capacity': 0 },
    ],
    [
      'ResourceAllocatableMemory where all have the same',
      [config('ResourceAllocatableMemory')],
      {
        clusters: ['1Gi', '1024Mi'].map((memory, index) =>
          makeCluster(`m${index}`, { allocatable: { memory }, capacity: { memory } }),
        ),
      },
      { m0: 100, m1: 100 },
    ],
    [
      'AddOn: missing and expired scores are 0',
      [addOn('load', 'cpu')],
      {
        addOnScores: [
          { cluster: 'a', name: 'load', scores: [{ name: 'cpu', value: -7 }], validUntil: null },
          {
            cluster: 'b',
            name: 'load',
            scores: [{ name: 'cpu', value: 9 }],
            validUntil: '2026-11-24T11:59:59Z',
          },
          { cluster: 'c', name: 'load', scores: [{ name: 'memory', value: 9 }], validUntil: null },
        ],
      },
      { a: -7, b: 0, c: 0 },
    ],
    [
      'AddOn: named twice counts twice, a built-in one does not',
      [addOn('load', 'cpu', 2), addOn('load', 'cpu', 3), config('Steady', 5), config('Steady', -1)],
      {
        addOnScores: [
          {
            cluster: 'a',
            name: 'load',
            scores: [{ name: 'cpu', value: 4 }],
            validUntil: '2026-11-24T12:00:00Z',
          },
        ],
        previous: [{ placement: 'default/p', clusters: ['b'] }],
      },
      { a: 20, b: -100, c: 0 },
    ],
    ['of the weight 0', [config('Balance', 0)], {}, { a: 0, b: 0, c: 0 }],
  ])('%s', async (_, configurations, rest, expected) => {
    const placement = makePlacement({ prioritizerPolicy: exact(...configurations) });
    expect(scoresOf((await decideAll([placement], rest))[0]!)).toEqual(expected);
  });

  it('Additive starts from Balance and Steady', async () => {
    const prioritizerPolicy = additive(config('Balance', -2), addOn('load', 'cpu', 0));
    const [decision] = await decideAll([makePlacement({ prioritizerPolicy })]);
    expect(decision!.ranking.prioritizers.map(({ name, weight }) => `${weight}*${name}`)).toEqual([
      '-2*Balance',
      '1*Steady',
    ]);
  });

  it('warns of scores that have expired', async () => {
    const addOnScores = [{ cluster: 'b', name: 'load', scores: [], validUntil: '2026-01-01T00:00:00Z' }];
    const placement = makePlacement({ prioritizerPolicy: exact(addOn('load', 'cpu')) });
    expect((await decideAll([placement], { addOnScores }))[0]!.warnings).toEqual([
      'AddOnPlacementScores b/load expired',
    ]);
  });

  it.each([
    [exact(config('Spread')), ':incorrect builtin prioritizer: Spread'],
    [exact(config('')), ':incorrect builtin prioritizer: '],
    [additive({ ...addOn('x', 'y'), addOn: null }), ':addOn should not be empty'],
  ])('is misconfigured: %j', async (prioritizerPolicy, message) => {
    const [decision] = await decideAll([makePlacement({ prioritizerPolicy })]);
    expect(decision).toMatchObject({ clusters: [], misconfiguredAt: position });
    expect(decision!.conditions[1]).toMatchObject({ status: 'True', reason: 'Misconfigured', message });
    expect(decision!.dropped.map(({ step }) => step)).toEqual(Array(3).fill('Misconfigured'));
  });
});

describe('numberOfClusters', () => {
  it.each([
    [0, [], 'NoManagedClusterMatched'],
    [2, ['a', 'b'], undefined],
    [3, ['a', 'b', 'c'], undefined],
    [5, ['a', 'b', 'c'], 'NotAllDecisionsScheduled'],
  ])('%s of three', async (numberOfClusters, expected, reason) => {
    const [decision] = await decideAll([makePlacement({ numberOfClusters })]);
    expect(decision!.clusters).toEqual(expected);
    expect(reasonOf({ ...decision!, conditions: decision!.conditions.slice(0, 1) })).toBe(reason);
  });

  it('keeps what was decided before, and a placement sees what others have just decided', async () => {
    const names = ['p', 'q', 'r'];
    const placements = names.map((name) => makePlacement({ name, numberOfClusters: 1 }));
    const previous = [{ placement: 'default/q', clusters: ['c'] }];
    const decided = await decideAll([...placements].reverse(), { previous });
    expect(decided.map(({ placement, clusters }) => `${placement.name}: ${clusters.join()}`)).toEqual([
      'p: a',
      'q: c',
      'r: b',
    ]);
  });

  it('comes to rest: what was decided twice in the same way stays', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }), async (numbers) => {
        const placements = numbers.map((numberOfClusters, index) =>
          makePlacement({ name: `p${index}`, numberOfClusters }),
        );
        const next = async (previous: Input['previous']) =>
          (await decideAll(placements, { previous })).map(({ placement, clusters }) => ({
            placement: `default/${placement.name}`,
            clusters,
          }));
        let decided = await next([]);
        for (let round = 0; round < 5; round += 1) decided = await next(decided);
        expect(await next(decided)).toEqual(decided);
      }),
    );
  });
});

describe('decision groups', () => {
  const clusters = Array.from({ length: 10 }, (_, index) =>
    makeCluster(`c${index}`, {
      labels: index < 3 ? { tier: 'canary' } : {},
      claims: index < 5 ? { zone: 'z' } : {},
    }),
  );
  const canary = {
    name: 'canary',
    selector: {
      labelSelector: { matchLabels: { tier: 'canary' }, matchExpressions: [] },
      claimSelector: { matchExpressions: [] },
    },
  };
  const zone = {
    name: 'zone',
    selector: {
      labelSelector: { matchLabels: {}, matchExpressions: [] },
      claimSelector: { matchExpressions: [{ key: 'zone', operator: 'Exists', values: [] } as const] },
    },
  };

  it.each<[string, Partial<Placement['groupStrategy']>, readonly string[]]>([
    ['all in one', {}, ['c0 c1 c2 c3 c4 c5 c6 c7 c8 c9']],
    ['a number', { clustersPerDecisionGroup: 4 }, ['c0 c1 c2 c3', 'c4 c5 c6 c7', 'c8 c9']],
    ['a share is rounded up', { clustersPerDecisionGroup: '35%' }, ['c0 c1 c2 c3', 'c4 c5 c6 c7', 'c8 c9']],
    ['more than there are', { clustersPerDecisionGroup: 11 }, ['c0 c1 c2 c3 c4 c5 c6 c7 c8 c9']],
    ['none at all', { clustersPerDecisionGroup: 0 }, ['c0 c1 c2 c3 c4 c5 c6 c7 c8 c9']],
    [
      'the first selector that fits',
      { decisionGroups: [canary, zone] },
      ['canary: c0 c1 c2', 'zone: c3 c4', 'c5 c6 c7 c8 c9'],
    ],
    [
      'a named group is split too',
      { decisionGroups: [zone, canary], clustersPerDecisionGroup: '30%' },
      ['zone: c0 c1 c2', 'zone: c3 c4', 'c5 c6 c7', 'c8 c9'],
    ],
  ])('%s', async (_, strategy, expected) => {
    const groupStrategy = { ...makePlacement().groupStrategy, ...strategy };
    const [decision] = await decideAll([makePlacement({ groupStrategy })], { clusters });
    const told = decision!.groups.map(
      ({ name, clusters: members }) => (name === '' ? '' : `${name}: `) + members.join(' '),
    );
    expect(told).toEqual(expected);
    expect(decision!.groups.map(({ index }) => index)).toEqual(expected.map((_each, index) => index));
  });

  it('is one, and empty, when nothing is selected', async () => {
    const [decision] = await decideAll([makePlacement({ numberOfClusters: 0 })]);
    expect(decision!.groups).toEqual([{ index: 0, name: '', clusters: [] }]);
  });

  it('is misconfigured with a size that is a text without %', async () => {
    const groupStrategy = { ...makePlacement().groupStrategy, clustersPerDecisionGroup: '7' };
    const [decision] = await decideAll([makePlacement({ groupStrategy })]);
    expect(decision).toMatchObject({ clusters: [], groups: [] });
    expect(decision!.conditions.map(({ reason }) => reason)).toEqual([
      'AllDecisionsScheduled',
      'Misconfigured',
    ]);
  });
});
