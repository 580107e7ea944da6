import type { DecisionGroup } from './placement.ts';

/** A number of clusters, or a share such as `25%` of those that it is about. */
export type ClusterCount = number | string;

/**
 * How new content of a baseline reaches its clusters: OCM's `RolloutStrategy` (cluster/v1alpha1) of the types that take
 * waves; a baseline of the type All has none. Times in milliseconds.
 */
export interface RolloutStrategy {
  readonly type: 'Progressive' | 'ProgressivePerGroup';
  /** Groups that come before all others and may not fail, by name or index. */
  readonly mandatoryGroups: readonly (string | number)[];
  readonly minSuccessTime: number;
  /** Null: wait for ever. */
  readonly progressDeadline: number | null;
  readonly maxFailures: ClusterCount;
  /** Null: all that are left. Progressive alone looks at it. */
  readonly maxConcurrency: ClusterCount | null;
}

/** OCM's statuses, but for Skip, which nothing here leads to. */
export type RolloutStatus = 'ToApply' | 'Progressing' | 'Succeeded' | 'Failed' | 'TimeOut';

/** Where one cluster stands in the rollout of a baseline. */
export interface ClusterRollout {
  readonly cluster: string;
  /** The index of its decision group. */
  readonly group: number;
  readonly status: RolloutStatus;
  /** RFC 3339: when it got the content, or when that first failed; null for ToApply. */
  readonly since: string | null;
  /** It may have the new content; false: it waits for a later wave and keeps what its branch holds. */
  readonly due: boolean;
}

/** Why clusters wait for a later wave. */
export type RolloutHold =
  /** More clusters of the group (null: of all) failed than may. */
  | {
      readonly reason: 'failures';
      readonly group: number | null;
      readonly failed: readonly string[];
      readonly allowed: number;
    }
  /** A group is not through yet. */
  | { readonly reason: 'group'; readonly group: number; readonly open: readonly string[] }
  /** As many clusters are under way as may be. */
  | { readonly reason: 'concurrency'; readonly size: number; readonly open: readonly string[] };

/** The rollout of one baseline. */
export interface Rollout {
  readonly baseline: string;
  readonly type: RolloutStrategy['type'];
  readonly groups: readonly Pick<DecisionGroup, 'index' | 'name'>[];
  /** In order of group and name. */
  readonly clusters: readonly ClusterRollout[];
  /** Null when no cluster has to wait. */
  readonly hold: RolloutHold | null;
  /** The same in words; empty for null. */
  readonly message: string;
  /** RFC 3339: when a run can take the wave after this one if nothing fails; null: none comes, or not by time alone. */
  readonly nextWave: string | null;
}

/** What the ledger keeps of one cluster and a baseline that reaches it in waves. */
export interface RolloutRecord {
  readonly baseline: string;
  /** Digest of what the branch holds of the baseline; null: not known. */
  readonly content: string | null;
  /** Since when, RFC 3339. */
  readonly since: string | null;
  /** Content that was due and could not be delivered, and since when. */
  readonly failed: { readonly content: string; readonly since: string } | null;
}

/** Whether more failed than may: somebody has to look. */
export function isStopped({ hold }: Rollout): boolean {
  return hold?.reason === 'failures';
}

/** Whether there are clusters that the next run can give the new content right away. */
export function goesOn({ clusters }: Rollout): boolean {
  return clusters.some(({ due, status }) => due && status === 'ToApply');
}
