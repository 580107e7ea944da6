import type { DecisionGroup } from '../../model/placement.ts';
import type { Rollout, RolloutStrategy } from '../../model/rollout.ts';
import { holdMessage } from './hold-message.ts';
import { stateAt, turnsOf } from './cluster-state.ts';
import type { ClusterFacts } from './cluster-state.ts';
import { nextWave, nextWaveAt } from './next-wave.ts';
import type { Wave } from './next-wave.ts';

export type { ClusterFacts } from './cluster-state.ts';
export { contentDigest } from './contents.ts';
export { readHeldManifests } from './held-manifests.ts';

export interface RolloutInput {
  readonly baseline: string;
  readonly strategy: RolloutStrategy;
  /** In the order in which they come. */
  readonly groups: readonly DecisionGroup[];
  /** For each cluster of the groups. */
  readonly facts: ReadonlyMap<string, ClusterFacts>;
  readonly now: number;
}

/** Where a rollout stands: which clusters may have the new content now, and what the others wait for. Pure. */
export function rolloutAt({ baseline, strategy, groups, facts, now }: RolloutInput): Rollout {
  const statesAt = (moment: number, given: ReadonlyMap<string, ClusterFacts>) =>
    new Map([...given].map(([cluster, each]) => [cluster, stateAt(each, strategy, moment)]));
  const states = statesAt(now, facts);
  const wave = nextWave(strategy, groups, states, now);

  // What is due now will have what it wants; only then does the next wave come.
  const since = new Date(now).toISOString();
  const delivered = new Map(
    [...facts].map(([cluster, each]) => [
      cluster,
      states.get(cluster)?.status === 'ToApply' && wave.due.has(cluster)
        ? { ...each, record: { content: each.wanted, since, failed: null } }
        : each,
    ]),
  );
  const waveAt = (moment: number): Wave => nextWave(strategy, groups, statesAt(moment, delivered), moment);
  const turns = [...statesAt(now, delivered).values()].flatMap((state) => turnsOf(state, strategy));
  const next = wave.hold === null ? null : nextWaveAt(waveAt, wave.due, turns, now);
  return {
    baseline,
    type: strategy.type,
    groups: groups.map(({ index, name }) => ({ index, name })),
    clusters: groups.flatMap(({ index, clusters }) =>
      clusters.map((cluster) => {
        const state = states.get(cluster);
        return {
          cluster,
          group: index,
          status: state?.status ?? 'ToApply',
          since: state?.since == null ? null : new Date(state.since).toISOString(),
          due: wave.due.has(cluster),
        };
      }),
    ),
    hold: wave.hold,
    message: holdMessage(wave.hold, groups),
    nextWave: next === null ? null : new Date(next).toISOString(),
  };
}

/** The first moment after `now` at which the status of a cluster changes by itself; null: none. */
export function nextTurn(
  facts: Iterable<ClusterFacts>,
  strategy: RolloutStrategy,
  now: number,
): number | null {
  const turns = [...facts].flatMap((each) => turnsOf(stateAt(each, strategy, now), strategy));
  const later = turns.filter((turn) => turn > now);
  return later.length === 0 ? null : Math.min(...later);
}
