import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecisionGroup } from '../../../src/model/placement.ts';
import type { RolloutStatus, RolloutStrategy } from '../../../src/model/rollout.ts';
import { nextWave } from '../../../src/pipeline/rollout/next-wave.ts';
import type { ClusterState } from '../../../src/pipeline/rollout/next-wave.ts';

const now = 1_000_000;
const soak = 1000;

function strategyOf(more: Partial<RolloutStrategy>): RolloutStrategy {
  return {
    type: 'Progressive',
    mandatoryGroups: [],
    minSuccessTime: soak,
    progressDeadline: null,
    maxFailures: 0,
    maxConcurrency: null,
    ...more,
  };
}

const letters: Readonly<Record<string, ClusterState>> = {
  '.': { status: 'ToApply', since: null },
  s: { status: 'Succeeded', since: now - soak + 1 },
  S: { status: 'Succeeded', since: now - soak },
  p: { status: 'Progressing', since: now - 5 * soak },
  f: { status: 'Failed', since: now - 5 * soak },
  t: { status: 'TimeOut', since: now - 5 * soak },
};

/** `canary:S. :..`: groups with a letter for each cluster, which are called a, b, c... across all groups. */
function fleetOf(text: string) {
  const states = new Map<string, ClusterState>();
  const groups = text.split(' ').map((part, index): DecisionGroup => {
    const [name = '', members = ''] = part.split(':');
    const clusters = Array.from(members, (letter) => {
      const cluster = String.fromCharCode(97 + states.size);
      states.set(cluster, letters[letter]!);
      return cluster;
    });
    return { index, name, clusters };
  });
  return { groups, states };
}

function waveOf(text: string, more: Partial<RolloutStrategy>): string {
  const { groups, states } = fleetOf(text);
  const { due, hold } = nextWave(strategyOf(more), groups, states, now);
  return `${[...due].sort().join('')} ${hold?.reason ?? '-'}`;
}

const perGroup: Partial<RolloutStrategy> = { type: 'ProgressivePerGroup' };

test.each<[string, string, Partial<RolloutStrategy>, string]>([
  ['all at once without a limit', ':...', {}, 'abc -'],
  ['as many as may be under way', ':....', { maxConcurrency: 2 }, 'ab concurrency'],
  ['a share is rounded up', ':.....', { maxConcurrency: '25%' }, 'ab concurrency'],
  ['a soaking cluster holds its place', ':s...', { maxConcurrency: 2 }, 'ab concurrency'],
  ['one that is through gives it back', ':S...', { maxConcurrency: 2 }, 'abc concurrency'],
  ['an unavailable cluster holds its place', ':p..', { maxConcurrency: 1 }, 'a concurrency'],
  ['a later cluster under way counts too', ':..p', { maxConcurrency: 1 }, 'c concurrency'],
  ['a failure stops all', ':Sf..', { maxConcurrency: 2 }, 'ab failures'],
  ['also one that timed out', ':St..', { maxConcurrency: 2 }, 'ab failures'],
  ['a failure that may be holds its place', ':f...', { maxConcurrency: 2, maxFailures: 1 }, 'ab concurrency'],
  ['until it times out', ':t...', { maxConcurrency: 2, maxFailures: 1 }, 'abc concurrency'],
  ['a share of failures is rounded up', ':f....', { maxConcurrency: 2, maxFailures: '1%' }, 'ab concurrency'],
  ['a failure with nobody left still stops', ':Sf', {}, 'ab failures'],
  ['groups do not matter', 'x:.. y:..', { maxConcurrency: 3 }, 'abc concurrency'],
  [
    'a mandatory group comes first and whole',
    'x:.. y:..',
    { mandatoryGroups: ['y'], maxConcurrency: 1 },
    'cd group',
  ],
  ['and has to succeed', 'x:.. y:s.', { mandatoryGroups: [1], maxConcurrency: 1 }, 'cd group'],
  ['and tolerates nothing', 'x:.. y:Sf', { mandatoryGroups: ['y'], maxFailures: 4 }, 'cd failures'],
  ['before the rest goes on', 'x:.. y:SS', { mandatoryGroups: ['y'], maxConcurrency: 1 }, 'acd concurrency'],
  ['a group nobody has is passed over', ':..', { mandatoryGroups: ['z'] }, 'ab -'],
  ['one group at a time', 'x:.. :.. :.', perGroup, 'ab group'],
  ['not while one soaks', 'x:Ss :..', perGroup, 'ab group'],
  ['the next after it', 'x:SS :.. :.', perGroup, 'abcd group'],
  ['a failure stops the group', 'x:Sf :..', perGroup, 'ab failures'],
  ['one that may be does not', 'x:Sf :..', { ...perGroup, maxFailures: '50%' }, 'abcd -'],
  ['a cluster that joins an early group', 'x:S. :SS', perGroup, 'abcd -'],
  ['and waits for others nowhere', 'x:S. :S. :..', perGroup, 'abc group'],
  ['mandatory groups before others', 'x:. y:. z:.', { ...perGroup, mandatoryGroups: ['z', 'y'] }, 'b group'],
])('%s', (_, fleet, strategy, expected) => {
  expect(waveOf(fleet, strategy)).toBe(expected);
});

describe('whatever the fleet', () => {
  const group = fc.string({
    unit: fc.constantFrom('.', 's', 'S', 'p', 'f', 't'),
    minLength: 1,
    maxLength: 6,
  });
  const fleets = fc
    .array(group, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map((part, index) => `g${index}:${part}`).join(' '));
  const counts = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom('10%', '50%', '100%'));
  const strategies = fc.record({
    type: fc.constantFrom<RolloutStrategy['type']>('Progressive', 'ProgressivePerGroup'),
    mandatoryGroups: fc.subarray<string | number>(['g0', 2]),
    maxFailures: fc.oneof(fc.constant(0), counts),
    maxConcurrency: fc.option(counts),
  });

  const check = (
    judge: (given: {
      strategy: RolloutStrategy;
      groups: readonly DecisionGroup[];
      fresh: readonly string[];
      status: (cluster: string) => RolloutStatus;
      isThrough: (cluster: string) => boolean;
      all: readonly string[];
      due: ReadonlySet<string>;
    }) => void,
  ): void => {
    fc.assert(
      fc.property(fleets, strategies, (text, more) => {
        const { groups, states } = fleetOf(text);
        const strategy = strategyOf(more);
        const { due } = nextWave(strategy, groups, states, now);
        const status = (cluster: string): RolloutStatus => states.get(cluster)!.status;
        const isThrough = (cluster: string): boolean => states.get(cluster) === letters['S'];
        const fresh = [...due].filter((cluster) => status(cluster) === 'ToApply');
        judge({ strategy, groups, fresh, status, isThrough, all: [...states.keys()], due });
      }),
    );
  };
  const isMandatory = (strategy: RolloutStrategy, { index, name }: DecisionGroup): boolean =>
    strategy.mandatoryGroups.includes(index) || strategy.mandatoryGroups.includes(name);
  const hasFailed = (status: RolloutStatus): boolean => status === 'Failed' || status === 'TimeOut';

  test('who got its turn keeps it', () => {
    check(({ all, due, status }) => {
      for (const cluster of all) if (status(cluster) !== 'ToApply') expect(due).toContain(cluster);
    });
  });

  test('nobody else begins before the mandatory groups are through', () => {
    check(({ strategy, groups, fresh, isThrough }) => {
      const mandatory = groups.filter((each) => isMandatory(strategy, each)).flatMap((each) => each.clusters);
      if (fresh.some((cluster) => !mandatory.includes(cluster)))
        expect(mandatory.every(isThrough)).toBe(true);
    });
  });

  test('no group begins before those ahead of it are through, but for failures that may be', () => {
    check(({ strategy, groups, fresh, status, isThrough }) => {
      if (strategy.type === 'Progressive') return;
      const rest = groups.filter((each) => !isMandatory(strategy, each));
      rest.forEach(({ clusters }, index) => {
        if (!clusters.some((cluster) => fresh.includes(cluster))) return;
        const ahead = rest.slice(0, index).flatMap((each) => each.clusters);
        expect(ahead.filter((each) => !isThrough(each) && !hasFailed(status(each)))).toEqual([]);
      });
    });
  });

  test('never more are under way than may be, unless more were before', () => {
    check(({ strategy, groups, fresh, status, isThrough, all }) => {
      if (strategy.type !== 'Progressive' || typeof strategy.maxConcurrency !== 'number') return;
      const rest = groups.filter((each) => !isMandatory(strategy, each)).flatMap((each) => each.clusters);
      const begun = fresh.filter((cluster) => rest.includes(cluster));
      if (begun.length === 0) return;
      const before = all.filter(
        (each) => rest.includes(each) && !isThrough(each) && !['ToApply', 'TimeOut'].includes(status(each)),
      );
      expect(before.length + begun.length).toBeLessThanOrEqual(strategy.maxConcurrency);
    });
  });

  test('nobody begins after more failures than may be', () => {
    check(({ strategy, fresh, status, all }) => {
      if (strategy.type !== 'Progressive' || typeof strategy.maxFailures !== 'number') return;
      const failed = all.filter((cluster) => hasFailed(status(cluster)));
      if (failed.length > strategy.maxFailures && strategy.mandatoryGroups.length === 0)
        expect(fresh).toEqual([]);
    });
  });

  test('a fleet in which all goes well gets there', () => {
    check(({ strategy, groups, all, status }) => {
      let states = new Map(
        all.map((each) => [each, status(each) === 'ToApply' ? letters['.']! : letters['S']!]),
      );
      let rounds = all.length;
      while (rounds > 0) {
        rounds -= 1;
        const { due } = nextWave(strategy, groups, states, now);
        states = new Map([...states].map(([each, was]) => [each, due.has(each) ? letters['S']! : was]));
      }
      expect([...states.values()].every((each) => each.status === 'Succeeded')).toBe(true);
    });
  });
});
