import type { DecisionGroup } from '../../model/placement.ts';
import type { RolloutHold, RolloutStatus, RolloutStrategy } from '../../model/rollout.ts';
import { countOf } from './cluster-count.ts';

/** A cluster at one moment; `since` in milliseconds since 1970. */
export interface ClusterState {
  readonly status: RolloutStatus;
  readonly since: number | null;
}

export interface Wave {
  /** Clusters that may have the new content: those that got their turn, and those whose turn it is now. */
  readonly due: ReadonlySet<string>;
  /** What the others wait for; null when there are none. */
  readonly hold: RolloutHold | null;
}

/**
 * The wave that is due. Rules: RolloutHandler of OCM's sdk-go 1.0.0 (pkg/apis/cluster/v1alpha1), with the differences that
 * docs/decisions.md names. Pure.
 */
export function nextWave(
  strategy: RolloutStrategy,
  groups: readonly DecisionGroup[],
  states: ReadonlyMap<string, ClusterState>,
  now: number,
): Wave {
  const all = groups.flatMap(({ clusters }) => clusters);
  const statusOf = (cluster: string): RolloutStatus => states.get(cluster)?.status ?? 'ToApply';
  const toApply = (cluster: string): boolean => statusOf(cluster) === 'ToApply';
  const hasFailed = (cluster: string): boolean => ['Failed', 'TimeOut'].includes(statusOf(cluster));
  const isUnderWay = (cluster: string): boolean => {
    const state = states.get(cluster);
    if (state?.status === 'Progressing') return true;
    return state?.status === 'Succeeded' && now < (state.since ?? now) + strategy.minSuccessTime;
  };
  const due = new Set(all.filter((cluster) => !toApply(cluster)));
  const done = (hold: RolloutHold | null): Wave => ({ due, hold: due.size < all.length ? hold : null });
  const stopped = (hold: RolloutHold): Wave => ({ due, hold });

  const takeGroup = ({ index, clusters }: DecisionGroup, allowed: number): Wave | null => {
    const failed = clusters.filter(hasFailed);
    if (failed.length > allowed) return stopped({ reason: 'failures', group: index, failed, allowed });
    const open = clusters.filter((cluster) => toApply(cluster) || isUnderWay(cluster));
    for (const cluster of open) due.add(cluster);
    return open.length > 0 ? done({ reason: 'group', group: index, open }) : null;
  };

  const isMandatory = ({ index, name }: DecisionGroup): boolean =>
    strategy.mandatoryGroups.some((wanted) => wanted === index || (name !== '' && wanted === name));
  for (const group of groups.filter(isMandatory)) {
    const wave = takeGroup(group, 0);
    if (wave !== null) return wave;
  }
  const rest = groups.filter((group) => !isMandatory(group));
  if (strategy.type === 'ProgressivePerGroup') {
    for (const group of rest) {
      const wave = takeGroup(group, countOf(strategy.maxFailures, group.clusters.length));
      if (wave !== null) return wave;
    }
    return done(null);
  }

  const failed = all.filter(hasFailed).sort();
  const allowed = countOf(strategy.maxFailures, all.length);
  if (failed.length > allowed) return stopped({ reason: 'failures', group: null, failed, allowed });
  const remaining = rest.flatMap(({ clusters }) => clusters).sort();
  const open = remaining.filter((cluster) => isUnderWay(cluster) || statusOf(cluster) === 'Failed');
  const size = Math.max(1, countOf(strategy.maxConcurrency ?? remaining.length, remaining.length));
  const taken = remaining.filter(toApply).slice(0, Math.max(0, size - open.length));
  for (const cluster of taken) due.add(cluster);
  return done({ reason: 'concurrency', size, open: [...open, ...taken].sort() });
}

/**
 * The first moment, from now on, at which time alone makes another cluster due; null when it never does. `turns` are the
 * moments at which a cluster's status changes by itself.
 */
export function nextWaveAt(
  waveAt: (moment: number) => Wave,
  current: ReadonlySet<string>,
  turns: readonly number[],
  now: number,
): number | null {
  const moments = [now, ...turns.filter((turn) => turn > now).sort((a, b) => a - b)];
  return moments.find((moment) => [...waveAt(moment).due].some((cluster) => !current.has(cluster))) ?? null;
}
