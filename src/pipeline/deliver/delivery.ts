import { signedCommit } from '../../git/signed-commit.ts';
import { messageWithTrailers } from '../../git/trailers.ts';
import { emptyTree } from '../../git/tree.ts';
import type { GitObject, GitRemote, ObjectId, SourceTree } from '../../model/git.ts';
import type { Outcome, OutcomeKind } from '../../model/outcome.ts';
import type { Change, Plan } from '../../model/plan.ts';
import type { Signer } from '../../model/signer.ts';
import type { BaselineVersions } from './baseline-versions.ts';

export interface DeliverInput {
  readonly plan: Plan;
  readonly runId: string;
  readonly remote: GitRemote;
  readonly toolVersion: string;
  /** Milliseconds for all tries together. */
  readonly timeout: number;
  /** How the commit of the policy repository that somebody else delivered stands to that of the plan. */
  readonly relationOf: SourceTree['relationOf'];
  /** Null: the commits are not signed. */
  readonly signer: Signer | null;
}

/** A run of `deliver`: what goes into its commits. */
export interface DeliveryRun extends DeliverInput {
  /** The time of all commits of the run. */
  readonly startedAt: Date;
  readonly versionsOf: BaselineVersions;
  /** Ends signing by other programs. */
  readonly signal: AbortSignal;
}

/** One branch on its way: the commit that is to become its tip. */
export interface Delivery {
  readonly change: Change;
  readonly ref: string;
  readonly tree: ObjectId;
  /** The tip that the commit follows, and the old id of the compare-and-swap; null creates the branch. */
  readonly parent: ObjectId | null;
  readonly commit: GitObject;
  readonly attempts: number;
  /** What the server said when it refused the branch last; empty before. */
  readonly refusal: string;
}

export async function startDelivery(change: Change, run: DeliveryRun): Promise<Delivery> {
  return {
    change,
    ref: `refs/heads/${change.branch}`,
    tree: treeOfChange(change),
    parent: change.tip,
    commit: await commitFor(change, change.tip, run),
    attempts: 0,
    refusal: '',
  };
}

/** The same tree on top of another tip. */
export async function onTopOf(
  delivery: Delivery,
  parent: ObjectId | null,
  run: DeliveryRun,
): Promise<Delivery> {
  return { ...delivery, parent, commit: await commitFor(delivery.change, parent, run) };
}

export function settle(delivery: Delivery, kind: OutcomeKind, facts: Partial<Outcome> = {}): Outcome {
  const { change, commit, tree, attempts } = delivery;
  return {
    cluster: change.cluster,
    branch: change.branch,
    kind,
    tip: commit.id,
    tree,
    message: '',
    attempts,
    ...facts,
  };
}

/** What a change is called once it stands on the branch. */
export function doneKind({ change }: Delivery): 'created' | 'updated' | 'removed' {
  if (change.action === 'remove') return 'removed';
  return change.action === 'create' ? 'created' : 'updated';
}

/** The tree that a change asks for; a branch whose baseline is removed stays, empty: its history is evidence. */
export function treeOfChange(change: Change): ObjectId {
  return change.action === 'remove' ? emptyTree.id : (change.tree ?? emptyTree.id);
}

function commitFor(change: Change, parent: ObjectId | null, run: DeliveryRun): Promise<GitObject> {
  const { source, author } = run.plan;
  const commit = {
    tree: treeOfChange(change),
    parents: parent === null ? [] : [parent],
    author,
    time: run.startedAt,
    message: messageWithTrailers(
      change.action === 'remove'
        ? `Remove the baseline from ${change.cluster}`
        : `Deliver the baseline to ${change.cluster}`,
      [
        ['Mcp-Fleet', run.plan.fleet],
        ['Mcp-Cluster', change.cluster],
        ['Mcp-Run', run.runId],
        ['Mcp-Source', `${source.repository}@${source.commit ?? 'worktree'}`],
        ['Mcp-Baselines', run.versionsOf(treeOfChange(change), change.baselines).join(', ')],
        ['Mcp-Evaluation', change.evaluation ?? 'none'],
        ['Mcp-Version', run.toolVersion],
      ],
    ),
  };
  return signedCommit(commit, run.signer, run.signal);
}
