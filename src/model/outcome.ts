import type { ObjectId } from './git.ts';

/** What became of one cluster's change. */
export type OutcomeKind =
  'created' | 'updated' | 'unchanged' | 'removed' | 'kept' | 'pending' | 'blocked' | 'superseded' | 'failed';

export interface Outcome {
  readonly cluster: string;
  readonly kind: OutcomeKind;
  readonly branch: string;
  /** The tip afterwards, as far as it is known; null when there is no branch. */
  readonly tip: ObjectId | null;
  readonly tree: ObjectId | null;
  /** Why, for blocked, superseded and failed; otherwise which baselines wait for a later wave: empty when none does. */
  readonly message: string;
  /** How often the push of this branch was tried. */
  readonly attempts: number;
}

/** Whether the run put a commit on the branch. */
export function isPushed({ kind }: Pick<Outcome, 'kind'>): boolean {
  return kind === 'created' || kind === 'updated' || kind === 'removed';
}
