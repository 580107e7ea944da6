import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster, Taint } from '../../../src/model/cluster.ts';
import type { ClusterSet, Placement, SelectorRequirement, Toleration } from '../../../src/model/placement.ts';
import { decide } from '../../../src/pipeline/placement/index.ts';
import {
  makeCluster,
  makePlacement,
  makePredicate,
  makeToleration,
  testPosition as position,
} from './make.ts';

const now = new Date('2026-11-24T12:00:00Z');

async function decideOne(
  placement: Placement,
  clusters: readonly Cluster[],
  rest: Partial<Parameters<typeof decide>[0]> = {},
) {
  const none = { clusterSets: [], clusterSetBindings: [], addOnScores: [], previous: [] };
  return (await decide({ clusters, placements: [placement], now, ...none, ...rest }))[0]!;
}

async function dropOf(
  placement: Placement,
  cluster: Cluster,
  rest: Partial<Parameters<typeof decide>[0]> = {},
) {
  const drop = (await decideOne(placement, [cluster], rest)).dropped[0];
  return drop ? `${drop.step}: ${drop.reason}` : 'selected';
}

const requirement = (key: string, operator: SelectorRequirement['operator'], ...values: string[]) => ({
  key,
  operator,
  values,
});

describe('predicates', () => {
  const cluster = makeCluster('c', {
    labels: { environment: 'production', empty: '' },
    claims: { platform: 'AWS' },
  });

  it.each([
    ['no predicate', [], 'selected'],
    ['an empty predicate', [makePredicate({})], 'selected'],
    ['a label', [makePredicate({ environment: 'production' })], 'selected'],
    ['an empty label value', [makePredicate({ empty: '' })], 'selected'],
    [
      'another label value',
      [makePredicate({ environment: 'test' })],
      "Predicate: No predicate matches: label environment is 'production', not 'test'.",
    ],
    [
      'a missing label',
      [makePredicate({ region: 'eu' })],
      'Predicate: No predicate matches: label region is missing.',
    ],
    [
      'a name from Object.prototype',
      [makePredicate([requirement('constructor', 'Exists')])],
      'Predicate: No predicate matches: label constructor is missing.',
    ],
    ['In', [makePredicate([requirement('environment', 'In', 'test', 'production')])], 'selected'],
    [
      'In, missing',
      [makePredicate([requirement('region', 'In', 'eu')])],
      'Predicate: No predicate matches: label region is missing.',
    ],
    [
      'In, other',
      [makePredicate([requirement('environment', 'In', 'a', 'b')])],
      "Predicate: No predicate matches: label environment is 'production', not 'a' or 'b'.",
    ],
    ['NotIn', [makePredicate([requirement('environment', 'NotIn', 'test')])], 'selected'],
    ['NotIn, missing', [makePredicate([requirement('region', 'NotIn', 'eu')])], 'selected'],
    [
      'NotIn, excluded',
      [makePredicate([requirement('environment', 'NotIn', 'production')])],
      "Predicate: No predicate matches: label environment is 'production', which is excluded.",
    ],
    ['Exists', [makePredicate([requirement('empty', 'Exists')])], 'selected'],
    [
      'Exists, missing',
      [makePredicate([requirement('region', 'Exists')])],
      'Predicate: No predicate matches: label region is missing.',
    ],
    ['DoesNotExist', [makePredicate([requirement('region', 'DoesNotExist')])], 'selected'],
    [
      'DoesNotExist, present',
      [makePredicate([requirement('empty', 'DoesNotExist')])],
      'Predicate: No predicate matches: label empty is present.',
    ],
    ['a claim', [makePredicate({}, [requirement('platform', 'In', 'AWS')])], 'selected'],
    [
      'another claim',
      [makePredicate({}, [requirement('platform', 'In', 'GCP')])],
      "Predicate: No predicate matches: claim platform is 'AWS', not 'GCP'.",
    ],
    [
      'labels AND claims',
      [makePredicate({ environment: 'production' }, [requirement('region', 'Exists')])],
      'Predicate: No predicate matches: claim region is missing.',
    ],
    [
      'predicates ORed',
      [makePredicate({ environment: 'test' }), makePredicate({ environment: 'production' })],
      'selected',
    ],
    [
      'every predicate explained',
      [makePredicate({ environment: 'test' }), makePredicate({ region: 'eu' })],
      "Predicate: No predicate matches: label environment is 'production', not 'test'; label region is missing.",
    ],
  ])('%s', async (_, predicates, expected) => {
    expect(await dropOf(makePlacement({ predicates }), cluster)).toBe(expected);
  });
});

describe('taints', () => {
  const taint = (rest: Partial<Taint> = {}): Taint => ({
    key: 'gpu',
    value: 'true',
    effect: 'NoSelect',
    timeAdded: null,
    ...rest,
  });
  const refused = 'Taint: The taint gpu=true:NoSelect is not tolerated.';
  const over = 'Taint: The taint gpu=true:NoSelect was tolerated for a time that is over.';
  const minuteAgo = '2026-11-24T11:59:00Z';

  it.each<[string, readonly Taint[], readonly Toleration[], string]>([
    ['nothing tolerates it', [taint()], [], refused],
    ['without a value', [taint({ value: '' })], [], 'Taint: The taint gpu:NoSelect is not tolerated.'],
    ['Equal', [taint()], [makeToleration({ key: 'gpu', value: 'true' })], 'selected'],
    ['Equal, other value', [taint()], [makeToleration({ key: 'gpu', value: 'false' })], refused],
    ['Exists', [taint()], [makeToleration({ key: 'gpu', operator: 'Exists' })], 'selected'],
    ['Exists, other key', [taint()], [makeToleration({ key: 'tpu', operator: 'Exists' })], refused],
    [
      'Exists without a key tolerates everything',
      [taint(), taint({ key: 'x' })],
      [makeToleration({ operator: 'Exists' })],
      'selected',
    ],
    ['same effect', [taint()], [makeToleration({ operator: 'Exists', effect: 'NoSelect' })], 'selected'],
    ['other effect', [taint()], [makeToleration({ operator: 'Exists', effect: 'NoSelectIfNew' })], refused],
    [
      'every taint must be tolerated',
      [taint({ key: 'x' }), taint()],
      [makeToleration({ key: 'x', operator: 'Exists' })],
      refused,
    ],
    ['PreferNoSelect always passes', [taint({ effect: 'PreferNoSelect' })], [], 'selected'],
    [
      'NoSelectIfNew for a new cluster',
      [taint({ effect: 'NoSelectIfNew' })],
      [],
      'Taint: The taint gpu=true:NoSelectIfNew is not tolerated.',
    ],
    [
      'tolerated for long enough',
      [taint({ timeAdded: minuteAgo })],
      [makeToleration({ operator: 'Exists', tolerationSeconds: 61 })],
      'selected',
    ],
    [
      'tolerated to the very second',
      [taint({ timeAdded: minuteAgo })],
      [makeToleration({ operator: 'Exists', tolerationSeconds: 60 })],
      over,
    ],
    [
      'tolerated once',
      [taint({ timeAdded: minuteAgo })],
      [makeToleration({ operator: 'Exists', tolerationSeconds: 0 })],
      over,
    ],
    [
      'no timeAdded is long ago',
      [taint()],
      [makeToleration({ operator: 'Exists', tolerationSeconds: 1e9 })],
      over,
    ],
    [
      'an unlimited toleration beside an expired one',
      [taint({ timeAdded: minuteAgo })],
      [
        makeToleration({ operator: 'Exists', tolerationSeconds: 0 }),
        makeToleration({ key: 'gpu', value: 'true' }),
      ],
      'selected',
    ],
  ])('%s', async (_, taints, tolerations, expected) => {
    expect(await dropOf(makePlacement({ tolerations }), makeCluster('c', { taints }))).toBe(expected);
  });

  it('lets NoSelectIfNew pass for a cluster that the same placement decided before', async () => {
    const cluster = makeCluster('c', { taints: [taint({ effect: 'NoSelectIfNew' })] });
    const before = (placement: string) => ({ previous: [{ placement, clusters: ['c'] }] });
    expect(await dropOf(makePlacement(), cluster, before('default/p'))).toBe('selected');
    expect(await dropOf(makePlacement(), cluster, before('other/p'))).toMatch(/^Taint/);
  });
});

describe('cluster sets', () => {
  const setLabel = 'cluster.open-cluster-management.io/clusterset';
  const retail = makeCluster('retail-1', { labels: { [setLabel]: 'retail', tier: 'gold' } });
  const unlabelled = makeCluster('plain');
  const exclusive = (name: string): ClusterSet => ({ name, labelSelector: null, position });
  const gold: ClusterSet = {
    name: 'gold',
    labelSelector: { matchLabels: { tier: 'gold' }, matchExpressions: [] },
    position,
  };
  const bind = (clusterSet: string, namespace = 'default') => ({ namespace, clusterSet, position });

  it.each([
    ['no sets, none named', [], [], [], 'plain retail-1'],
    ['no sets, one named', [], [], ['retail'], 'retail-1'],
    ['no sets, the implied default named', [], [], ['default'], 'plain'],
    ['no sets, the implied global named', [], [], ['global'], 'plain retail-1'],
    ['sets but no binding', [exclusive('retail')], [], [], ''],
    ['bound by label', [exclusive('retail')], [bind('retail')], [], 'retail-1'],
    ['bound in another namespace', [exclusive('retail')], [bind('retail', 'other')], [], ''],
    ['bound by selector', [gold], [bind('gold')], [], 'retail-1'],
    [
      'named and bound',
      [exclusive('retail'), exclusive('wholesale')],
      [bind('retail'), bind('wholesale')],
      ['wholesale'],
      '',
    ],
    ['named but not bound', [exclusive('retail')], [], ['retail'], ''],
    ['bound to a set that does not exist', [exclusive('retail')], [bind('gone')], [], ''],
    ['the implied global', [], [bind('global')], [], 'plain retail-1'],
    ['the implied default', [exclusive('retail')], [bind('default')], [], 'plain'],
    [
      'several sets, a cluster once',
      [exclusive('retail'), gold],
      [bind('retail'), bind('gold')],
      [],
      'retail-1',
    ],
  ])('%s', async (_, clusterSets, clusterSetBindings, named, expected) => {
    const decision = await decideOne(makePlacement({ clusterSets: named }), [retail, unlabelled], {
      clusterSets,
      clusterSetBindings,
    });
    expect(decision.clusters.join(' ')).toBe(expected);
  });

  it('says which sets would have counted', async () => {
    const options = { clusterSets: [exclusive('retail')], clusterSetBindings: [bind('retail')] };
    expect(await dropOf(makePlacement(), unlabelled, options)).toBe(
      'ClusterSet: The cluster is in none of the cluster sets retail.',
    );
    expect(await dropOf(makePlacement({ namespace: 'x' }), retail, options)).toBe(
      "ClusterSet: No cluster set is bound in the namespace 'x' for this placement.",
    );
  });
});

describe('decide', () => {
  it('leaves terminating clusters out before anything else', async () => {
    expect(
      await dropOf(
        makePlacement({ predicates: [makePredicate({ a: 'b' })] }),
        makeCluster('c', { terminating: true }),
      ),
    ).toBe('Terminating: The cluster is being deleted.');
  });

  const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', '1', '2'), {
    noNullPrototype: true,
  });
  const clusters = fc
    .uniqueArray(
      fc.record({
        name: fc.stringMatching(/^[a-z]{1,4}$/),
        labels,
        claims: labels,
        terminating: fc.boolean(),
      }),
      { selector: ({ name }) => name, maxLength: 20 },
    )
    .map((list) => list.map(({ name, ...rest }) => makeCluster(name, rest)));
  const requirements = fc.array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
      values: fc.array(fc.constantFrom('', '1', '2'), { minLength: 1, maxLength: 2 }),
    }),
    { maxLength: 3 },
  );
  const predicates = fc.array(
    fc.tuple(requirements, requirements).map(([label, claim]) => makePredicate(label, claim)),
    { maxLength: 3 },
  );

  it('puts every cluster into exactly one of selected and dropped, by name, whatever the order of the input', async () => {
    await fc.assert(
      fc.asyncProperty(clusters, predicates, async (list, alternatives) => {
        const placement = makePlacement({ predicates: alternatives });
        const decision = await decideOne(placement, list);
        const names = list.map(({ name }) => name).sort();
        const dropped = decision.dropped.map(({ cluster }) => cluster);
        expect([...decision.clusters, ...dropped].sort()).toEqual(names);
        expect(decision.clusters).toEqual([...decision.clusters].sort());
        expect(dropped).toEqual([...dropped].sort());
        expect(await decideOne(placement, [...list].reverse())).toEqual(decision);
      }),
    );
  });

  it('selects with two predicates what either of them selects', async () => {
    await fc.assert(
      fc.asyncProperty(
        clusters,
        predicates.filter((list) => list.length > 0),
        async (list, alternatives) => {
          const select = async (some: typeof alternatives) =>
            (await decideOne(makePlacement({ predicates: some }), list)).clusters;
          const each = await Promise.all(alternatives.map((alternative) => select([alternative])));
          expect(await select(alternatives)).toEqual([...new Set(each.flat())].sort());
        },
      ),
    );
  });

  it('is the complement of In with NotIn, and of Exists with DoesNotExist', async () => {
    await fc.assert(
      fc.asyncProperty(
        clusters,
        requirements.filter((list) => list.length > 0),
        async (list, [first]) => {
          const opposite = {
            In: 'NotIn',
            NotIn: 'In',
            Exists: 'DoesNotExist',
            DoesNotExist: 'Exists',
          } as const;
          const living = list.filter(({ terminating }) => !terminating);
          const select = async (one: SelectorRequirement) =>
            (await decideOne(makePlacement({ predicates: [makePredicate([one])] }), living)).clusters;
          const both = [
            ...(await select(first!)),
            ...(await select({ ...first!, operator: opposite[first!.operator] })),
          ];
          expect(both.sort()).toEqual(living.map(({ name }) => name).sort());
        },
      ),
    );
  });
});
