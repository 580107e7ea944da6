import type { Availability } from '../../model/cluster.ts';
import type { RolloutRecord, RolloutStrategy } from '../../model/rollout.ts';
import type { ClusterState } from './next-wave.ts';

/** What decides the status of a cluster in the rollout of a baseline. */
export interface ClusterFacts {
  /** Digest of what the cluster is to get. */
  readonly wanted: string;
  /** What it has. */
  readonly record: Pick<RolloutRecord, 'content' | 'since' | 'failed'>;
  readonly availability: Availability;
}

/**
 * The status at a moment. Who has what it is to get has succeeded, unless the hub does not see the cluster; who could not
 * get it has failed; both failure and silence time out after `progressDeadline`. Pure.
 */
export function stateAt(facts: ClusterFacts, strategy: RolloutStrategy, now: number): ClusterState {
  const { wanted, record, availability } = facts;
  const late = (since: number): boolean =>
    strategy.progressDeadline !== null && now >= since + strategy.progressDeadline;
  if (record.content === wanted) {
    const since = record.since === null ? now : Date.parse(record.since);
    if (availability !== 'unavailable') return { status: 'Succeeded', since };
    return { status: late(since) ? 'TimeOut' : 'Progressing', since };
  }
  if (record.failed?.content !== wanted) return { status: 'ToApply', since: null };
  const since = Date.parse(record.failed.since);
  return { status: late(since) ? 'TimeOut' : 'Failed', since };
}

/** The moments at which the status of a cluster, or what it means for the others, changes by itself. */
export function turnsOf({ since }: ClusterState, strategy: RolloutStrategy): readonly number[] {
  if (since === null) return [];
  const deadline = strategy.progressDeadline === null ? [] : [since + strategy.progressDeadline];
  return [since + strategy.minSuccessTime, ...deadline];
}
