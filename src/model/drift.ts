import type { CommitIdentity, FileChange, ObjectId } from './git.ts';

/**
 * How a branch came to differ from what was recorded. `committed`: commits stand on top of the recorded tip. `rewound`: it
 * was set back to a commit below it. `rewritten`: it has another history. `deleted`: it is gone. `created`: there is one
 * where none of ours was recorded.
 */
export type DriftKind = 'committed' | 'rewound' | 'rewritten' | 'deleted' | 'created';

/** A commit that mcp did not record, by whom as the commit claims. */
export interface DriftCommit {
  readonly id: ObjectId;
  readonly author: CommitIdentity;
  readonly committer: CommitIdentity;
  readonly subject: string;
}

/** A branch whose tip is not the one that the ledger recorded, and that no run of ours explains. */
export interface Drift {
  readonly cluster: string;
  readonly branch: string;
  readonly kind: DriftKind;
  /** Null for `created`. */
  readonly recordedTip: ObjectId | null;
  /** Null for `deleted`. */
  readonly tip: ObjectId | null;
  /** What was not there when the branch was recorded, newest first; along first parents, at most 100. */
  readonly commits: readonly DriftCommit[];
  /** From what was recorded to what stands there, by path; null when nobody has the recorded commit any more. */
  readonly files: readonly FileChange[] | null;
}
