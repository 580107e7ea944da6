import type { ObjectId, SourceRevision } from './git.ts';

export type ChangeAction = 'create' | 'update' | 'unchanged' | 'remove' | 'keep' | 'pending' | 'blocked';

/** Why a cluster's change is not delivered. */
export type BlockReason = 'policy' | 'render' | 'foreignBranch';

/** What is to happen to the branch of one cluster. */
export interface Change {
  readonly cluster: string;
  readonly action: ChangeAction;
  readonly branch: string;
  /** The tip at listing time: the old id of the compare-and-swap. Null when there is no branch. */
  readonly tip: ObjectId | null;
  /** The tree at the tip; null when there is no branch. */
  readonly currentTree: ObjectId | null;
  /** The tree to be there afterwards; null for `blocked`, `pending` and `keep`. */
  readonly tree: ObjectId | null;
  readonly baselines: readonly string[];
  /** Digest of the cluster's findings; null when nothing was evaluated. */
  readonly evaluation: string | null;
  /** The baselines whose new content waits for a later wave, with why. */
  readonly pending: readonly { readonly baseline: string; readonly message: string }[];
  readonly blocked: { readonly reason: BlockReason; readonly message: string } | null;
}

/** A set of files that one or many branches are to hold: path to blob id. */
export interface PlannedTree {
  readonly id: ObjectId;
  readonly files: readonly { readonly path: string; readonly id: ObjectId }[];
}

/** The full list of changes, as data: printable, storable, and the only thing that delivery accepts. */
export interface Plan {
  readonly apiVersion: 'mcp.policy/v1alpha1';
  readonly kind: 'Plan';
  readonly createdAt: string;
  readonly fleet: string;
  readonly source: SourceRevision;
  readonly repository: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Tip of the ledger branch when the refs were listed. */
  readonly ledgerTip: ObjectId | null;
  readonly changes: readonly Change[];
  readonly trees: readonly PlannedTree[];
  /** The text of every blob that the trees name. */
  readonly blobs: Readonly<Record<ObjectId, string>>;
}

/** Which baselines wait for a later wave, and for what; empty when none does. */
export function pendingMessage({ pending }: Pick<Change, 'pending'>): string {
  return pending.map(({ baseline, message }) => `${baseline} ${message}`).join('; ');
}
