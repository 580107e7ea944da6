import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { SpreadConstraint } from '../../../src/model/placement.ts';
import { spread } from '../../../src/pipeline/placement/spread.ts';
import { makeCluster } from './make.ts';

type Unsatisfiable = SpreadConstraint['whenUnsatisfiable'];

interface Scored {
  readonly cluster: Cluster;
  readonly score: number;
}

function term(
  topologyKey: string,
  whenUnsatisfiable: Unsatisfiable = 'ScheduleAnyway',
  maxSkew = 1,
): SpreadConstraint {
  return { topologyKey, topologyKeyType: 'Label', maxSkew, whenUnsatisfiable };
}

function scored(name: string, score: number, labels: Record<string, string>): Scored {
  return { cluster: makeCluster(name, { labels }), score };
}

/** As the ranking of a placement has them: best first, then by name. */
function ranked(of: readonly Scored[]): readonly Cluster[] {
  return [...of]
    .sort((a, b) => b.score - a.score || (a.cluster.name < b.cluster.name ? -1 : 1))
    .map(({ cluster }) => cluster);
}

function select(
  constraints: readonly SpreadConstraint[],
  of: readonly Scored[],
  most: number,
): readonly string[] {
  const candidates = ranked(of);
  return spread(constraints, candidates, most).selected.map((rank) => candidates[rank]?.name ?? '');
}

function countsBy(
  key: string,
  of: readonly Scored[],
  selected: readonly string[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { cluster } of of) {
    const value = cluster.labels[key];
    if (value !== undefined)
      counts.set(value, (counts.get(value) ?? 0) + (selected.includes(cluster.name) ? 1 : 0));
  }
  return counts;
}

function skew(counts: ReadonlyMap<string, number>): number {
  return counts.size === 0 ? 0 : Math.max(...counts.values()) - Math.min(...counts.values());
}

const region = fc.constantFrom('eu', 'us', 'ap', 'sa');
const zone = fc.constantFrom('a', 'b', 'c');
const maxSkew = fc.integer({ min: 1, max: 3 });
const most = fc.integer({ min: 0, max: 14 });
const unsatisfiable = fc.constantFrom<Unsatisfiable>('DoNotSchedule', 'ScheduleAnyway');
/** Few distinct scores, so that equal ones are common. */
const fleet = fc
  .array(fc.record({ region, zone, score: fc.integer({ min: 0, max: 5 }) }), { maxLength: 14 })
  .map((all) => all.map(({ score, ...labels }, index) => scored(`c${10 + index}`, score, labels)));
/** The same, some without the labels. */
const patchyFleet = fc.tuple(fleet, fc.infiniteStream(fc.subarray(['region', 'zone']))).map(([all, kept]) =>
  all.map(({ cluster, score }) => {
    const keys = kept.next().value as readonly string[];
    return scored(
      cluster.name,
      score,
      Object.fromEntries(keys.map((key) => [key, cluster.labels[key] ?? ''])),
    );
  }),
);

describe('spread', () => {
  it('follows the example of enhancement 70', () => {
    const of = [
      scored('c1', 50, { region: 'us-east', zone: 'us-east-1a' }),
      scored('c2', 50, { region: 'us-east', zone: 'us-east-1a' }),
      scored('c3', 0, { region: 'us-east', zone: 'us-east-1b' }),
      scored('c4', 0, { region: 'us-west', zone: 'us-west-1a' }),
      scored('c5', 50, { region: 'us-west', zone: 'us-west-1a' }),
    ];
    const constraints = [term('region'), term('zone', 'DoNotSchedule')];
    expect(select(constraints, of, 2)).toEqual(['c1', 'c5']);
    expect(select(constraints, of, 4)).toEqual(['c1', 'c5', 'c3', 'c4']);
  });

  it('follows its use case of joint spread: regions first, then zones', () => {
    const zones = ['us-east-1a', 'us-east-1b', 'us-west-1a'];
    const of = zones.flatMap((name) =>
      [1, 2, 3].map((n) => scored(`${name}-${n}`, 0, { region: name.slice(0, 7), zone: name })),
    );
    expect([...select([term('region'), term('zone')], of, 4)].sort()).toEqual([
      'us-east-1a-1',
      'us-east-1b-1',
      'us-west-1a-1',
      'us-west-1a-2',
    ]);
  });

  it.each([
    ['even spread (use case 2)', [3, 3], 1, { 'us-east-1a': 2, 'us-east-1b': 2 }],
    ['less than asked for within max skew (use case 3)', [3, 1], 1, { 'us-east-1a': 2, 'us-east-1b': 1 }],
    ['all that is asked for under a larger one', [3, 1], 2, { 'us-east-1a': 3, 'us-east-1b': 1 }],
  ])('follows its use cases: %s', (_, sizes, skewed, expected) => {
    const of = sizes.flatMap((size, index) => {
      const zoneName = `us-east-1${'ab'.charAt(index)}`;
      return Array.from({ length: size }, (_item, n) => scored(`${zoneName}-${n}`, 0, { zone: zoneName }));
    });
    const selected = select([term('zone', 'DoNotSchedule', skewed)], of, 4);
    expect(Object.fromEntries(countsBy('zone', of, selected))).toEqual(expected);
  });

  it('tells zones of the same name in two regions apart', () => {
    const of = ['eu', 'us'].flatMap((name) =>
      [1, 2].map((n) => scored(`${name}-${n}`, 0, { region: name, zone: 'a' })),
    );
    expect(select([term('region', 'DoNotSchedule'), term('zone', 'DoNotSchedule')], of, 9)).toHaveLength(4);
  });

  it('lets scores lead as far as maxSkew', () => {
    const of = [9, 8, 7, 6].map((score) => scored(`eu-${score}`, score, { region: 'eu' }));
    of.push(scored('us-1', 1, { region: 'us' }), scored('us-0', 0, { region: 'us' }));
    expect(select([term('region', 'ScheduleAnyway', 3)], of, 4)).toEqual(['eu-9', 'eu-8', 'eu-7', 'us-1']);
    expect(select([term('region')], of, 4)).toEqual(['eu-9', 'us-1', 'eu-8', 'us-0']);
  });

  it('divides by claims where the constraint says so', () => {
    const of = ['a', 'b', 'c'].map((name) => ({
      cluster: makeCluster(name, {
        claims: { region: name === 'c' ? 'us' : 'eu' },
        labels: { region: 'eu' },
      }),
      score: 0,
    }));
    expect(select([{ ...term('region'), topologyKeyType: 'Claim' }], of, 2)).toEqual(['a', 'c']);
  });

  it('takes clusters without the key last, or with DoNotSchedule not at all', () => {
    const of = [scored('none', 9, {}), scored('eu', 1, { region: 'eu' }), scored('us', 0, { region: 'us' })];
    expect(select([term('region')], of, 3)).toEqual(['eu', 'us', 'none']);
    expect(select([term('region', 'DoNotSchedule')], of, 3)).toEqual(['eu', 'us']);
  });

  it('reads labels that a prototype has as missing', () => {
    const of = [scored('eu', 0, { region: 'eu' })];
    expect(select([term('toString', 'DoNotSchedule')], of, 1)).toEqual([]);
  });

  it('selects among 10,000 clusters by eight constraints without comparing all with all', () => {
    const of = Array.from({ length: 10_000 }, (_, n) =>
      scored(
        `c${n}`,
        n % 7,
        Object.fromEntries([2, 3, 5, 7, 11, 13, 17, 19].map((d, at) => [`k${at}`, `${n % d}`])),
      ),
    );
    const candidates = ranked(of);
    const constraints = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => term(`k${at}`));
    const start = performance.now();
    const { selected } = spread(constraints, candidates, 1000);
    expect(selected).toHaveLength(1000);
    // Comparing each candidate at each of the 1,000 steps takes seconds.
    expect(performance.now() - start).toBeLessThan(1500);
  });
});

describe('properties of spread', () => {
  it('is the plain best without constraints', () => {
    fc.assert(
      fc.property(patchyFleet, most, (of, n) => {
        expect(select([], of, n)).toEqual(
          ranked(of)
            .slice(0, n)
            .map(({ name }) => name),
        );
      }),
    );
  });

  it('never exceeds maxSkew under DoNotSchedule, and selects as many as that allows', () => {
    fc.assert(
      fc.property(fleet, most, maxSkew, (of, n, allowed) => {
        const selected = select([term('region', 'DoNotSchedule', allowed)], of, n);
        expect(skew(countsBy('region', of, selected))).toBeLessThanOrEqual(allowed);
        expect(selected).toHaveLength(mostWithin(allowed, of, n));
      }),
    );
  });

  it('never exceeds maxSkew among the parts of one domain either', () => {
    fc.assert(
      fc.property(fleet, most, maxSkew, (of, n, allowed) => {
        const selected = select([term('region'), term('zone', 'DoNotSchedule', allowed)], of, n);
        for (const [, inRegion] of Map.groupBy(of, ({ cluster }) => cluster.labels['region']))
          expect(skew(countsBy('zone', inRegion, selected))).toBeLessThanOrEqual(allowed);
      }),
    );
  });

  it('selects all that is asked for under ScheduleAnyway, with the least skew beyond maxSkew', () => {
    fc.assert(
      fc.property(fleet, most, maxSkew, (of, n, allowed) => {
        const selected = select([term('region', 'ScheduleAnyway', allowed)], of, n);
        expect(selected).toHaveLength(Math.min(n, of.length));
        const least = Math.min(...countsOfSize(selected.length, of).map(skewOfCounts));
        expect(skew(countsBy('region', of, selected))).toBeLessThanOrEqual(Math.max(allowed, least));
      }),
    );
  });

  it('takes the best of each domain', () => {
    fc.assert(
      fc.property(fleet, most, maxSkew, unsatisfiable, (of, n, allowed, when) => {
        const selected = select([term('region', when, allowed)], of, n);
        for (const [, inRegion] of Map.groupBy(of, ({ cluster }) => cluster.labels['region'])) {
          const names = ranked(inRegion).map(({ name }) => name);
          const taken = names.filter((name) => selected.includes(name));
          expect(taken).toEqual(names.slice(0, taken.length));
        }
      }),
    );
  });

  const terms = fc
    .tuple(maxSkew, unsatisfiable, maxSkew, unsatisfiable)
    .chain(([a, when, b, then]) => fc.subarray([term('region', when, a), term('zone', then, b)]));

  it('selects nobody else when fewer are asked for', () => {
    fc.assert(
      fc.property(patchyFleet, terms, most, (of, constraints, n) => {
        expect(select(constraints, of, n)).toEqual(select(constraints, of, n + 1).slice(0, n));
      }),
    );
  });

  it('keeps what was decided when that counts more (Steady)', () => {
    fc.assert(
      fc.property(patchyFleet, terms, most, (of, constraints, n) => {
        const before = select(constraints, of, n);
        const again = of.map(({ cluster, score }) => ({
          cluster,
          score: score + (before.includes(cluster.name) ? 100 : 0),
        }));
        expect([...select(constraints, again, n)].sort()).toEqual([...before].sort());
      }),
    );
  });

  it('moves at most one cluster for a cluster that is added, where ScheduleAnyway leaves the choice', () => {
    fc.assert(
      fc.property(
        patchyFleet.filter((of) => of.length > 0),
        maxSkew,
        most,
        fc.boolean(),
        (of, allowed, n, steady) => {
          const constraints = [term('region', 'ScheduleAnyway', allowed)];
          const before = select(constraints, of.slice(1), n);
          const now = of.map(({ cluster, score }) => ({
            cluster,
            score: score + (steady && before.includes(cluster.name) ? 100 : 0),
          }));
          const after = select(constraints, now, n);
          expect(before.filter((name) => !after.includes(name)).length).toBeLessThanOrEqual(1);
          expect(after.filter((name) => !before.includes(name)).length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

/** All ways to give each region at most what it has, by brute force. */
function allCounts(of: readonly Scored[]): readonly (readonly number[])[] {
  const sizes = [...Map.groupBy(of, ({ cluster }) => cluster.labels['region']).values()].map(
    (all) => all.length,
  );
  return sizes.reduce<readonly (readonly number[])[]>(
    (ways, size) => ways.flatMap((way) => Array.from({ length: size + 1 }, (_, taken) => [...way, taken])),
    [[]],
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((a, b) => a + b, 0);
}

function skewOfCounts(counts: readonly number[]): number {
  return counts.length === 0 ? 0 : Math.max(...counts) - Math.min(...counts);
}

function countsOfSize(size: number, of: readonly Scored[]): readonly (readonly number[])[] {
  return allCounts(of).filter((counts) => sum(counts) === size);
}

function mostWithin(allowed: number, of: readonly Scored[], n: number): number {
  const possible = allCounts(of).filter((counts) => skewOfCounts(counts) <= allowed && sum(counts) <= n);
  return Math.max(...possible.map(sum));
}
