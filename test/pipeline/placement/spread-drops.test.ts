import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { Decision, Placement, SpreadConstraint } from '../../../src/model/placement.ts';
import { decide } from '../../../src/pipeline/placement/index.ts';
import { makeCluster, makePlacement, testPosition } from './make.ts';

async function decideOne(
  placement: Placement,
  clusters: readonly Cluster[],
  previous: readonly string[] = [],
): Promise<Decision> {
  const [decision] = await decide({
    ...{ clusters, placements: [placement], clusterSets: [], clusterSetBindings: [], addOnScores: [] },
    previous: [{ placement: 'default/p', clusters: previous }],
    now: new Date('2026-11-24T12:00:00Z'),
  });
  return decision!;
}

function spreadOver(
  numberOfClusters: number | null,
  ...constraints: readonly Partial<SpreadConstraint>[]
): Placement {
  const defaults = {
    topologyKey: 'region',
    topologyKeyType: 'Label',
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
  } as const;
  return makePlacement({
    numberOfClusters,
    spread: {
      constraints: constraints.map((constraint) => ({ ...defaults, ...constraint })),
      shorthandAt: null,
    },
  });
}

function inRegions(regions: Readonly<Record<string, string>>): readonly Cluster[] {
  return Object.entries(regions).map(([name, region]) =>
    makeCluster(name, { labels: region === '' ? {} : { region } }),
  );
}

const five = inRegions({ a: 'eu', b: 'eu', c: 'eu', d: 'us', e: '' });

describe('a placement that spreads', () => {
  it('says which domain got how many, and why a cluster is not among them', async () => {
    const decision = await decideOne(spreadOver(2, {}), five);
    expect(decision.clusters).toEqual(['a', 'd']);
    expect(decision.dropped).toEqual([
      {
        cluster: 'b',
        step: 'NumberOfClusters',
        reason: 'region=eu gets 1 of 2 clusters; with a score of 100 it is not among them.',
      },
      {
        cluster: 'c',
        step: 'NumberOfClusters',
        reason: 'region=eu gets 1 of 2 clusters; with a score of 100 it is not among them.',
      },
      {
        cluster: 'e',
        step: 'NumberOfClusters',
        reason: 'no region gets 0 of 2 clusters; with a score of 100 it is not among them.',
      },
    ]);
    expect(decision.conditions[0]).toMatchObject({ status: 'True' });
  });

  it('selects fewer rather than exceed maxSkew with DoNotSchedule, and the condition says so', async () => {
    const decision = await decideOne(spreadOver(5, { whenUnsatisfiable: 'DoNotSchedule' }), five);
    expect(decision.clusters).toEqual(['a', 'b', 'd']);
    expect(decision.dropped).toEqual([
      {
        cluster: 'c',
        step: 'Spread',
        reason: 'region=eu has 2, and region=us has 1 and no further one: more would exceed maxSkew 1.',
      },
      {
        cluster: 'e',
        step: 'Spread',
        reason: 'The label region, by which the placement spreads (DoNotSchedule), is missing.',
      },
    ]);
    expect(decision.conditions[0]).toMatchObject({
      ...{ type: 'PlacementSatisfied', status: 'False', reason: 'NotAllDecisionsScheduled' },
      message: '2 cluster decisions unscheduled',
    });
  });

  it('names the constraint that holds back, even inside a domain', async () => {
    const zones = { a: '1', b: '1', c: '1', d: '2' };
    const clusters = Object.entries(zones).map(([name, zone]) =>
      makeCluster(name, { labels: { region: 'eu', zone } }),
    );
    const placement = spreadOver(4, {}, { topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' });
    expect((await decideOne(placement, clusters)).dropped).toEqual([
      {
        cluster: 'c',
        step: 'Spread',
        reason: 'zone=1 has 2, and zone=2 has 1 and no further one: more would exceed maxSkew 1.',
      },
    ]);
  });

  it('selects everybody without numberOfClusters, and warns that spreading has no effect', async () => {
    const decision = await decideOne(spreadOver(null, { whenUnsatisfiable: 'DoNotSchedule' }), five);
    expect(decision.clusters).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(decision.warnings).toEqual([
      'spreadConstraints have no effect without numberOfClusters: every cluster is selected',
    ]);
  });

  it('warns of the shorthand', async () => {
    const placement = spreadOver(2, {});
    const decision = await decideOne(
      { ...placement, spread: { ...placement.spread, shorthandAt: testPosition } },
      five,
    );
    expect(decision.warnings).toEqual([
      'test.yaml:1:1: spec.spreadConstraints is read as spec.spreadPolicy.spreadConstraints; write that, a hub drops the shorthand',
    ]);
  });

  it('keeps what was decided before (Steady), and moves only what the spread demands', async () => {
    const before = ['b', 'd'];
    const steady = await decideOne(spreadOver(2, {}), five, before);
    expect(steady.clusters).toEqual(before);
    const more = [...five, ...inRegions({ f: 'ap' })];
    expect((await decideOne(spreadOver(2, {}), more, before)).clusters).toEqual(before);
    expect((await decideOne(spreadOver(3, {}), more, before)).clusters).toEqual(['b', 'd', 'f']);
  });

  it('does not depend on the order of the clusters', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...five, ...inRegions({ f: 'ap', g: 'us', h: 'ap' })], { minLength: 8 }),
        fc.integer({ min: 0, max: 8 }),
        async (shuffled, most) => {
          const placement = spreadOver(most, {}, { topologyKey: 'zone' });
          const sorted = [...shuffled].sort((a, b) => (a.name < b.name ? -1 : 1));
          expect(await decideOne(placement, shuffled)).toEqual(await decideOne(placement, sorted));
        },
      ),
      { numRuns: 50 },
    );
  });
});
