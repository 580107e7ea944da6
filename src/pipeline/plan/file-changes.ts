import { compareFiles } from '../../git/compare-files.ts';
import type { FileChange, GitRemote, ObjectId, RefTip } from '../../model/git.ts';
import type { Plan, PlannedTree } from '../../model/plan.ts';

/** The same step from one tree to another, with all clusters that take it. */
export interface ChangeSet {
  /** Null when the branch is created. */
  readonly from: ObjectId | null;
  readonly to: ObjectId;
  readonly clusters: readonly string[];
  /** Sorted by path. */
  readonly files: readonly FileChange[];
}

/**
 * What a plan changes inside the branches, once for all clusters that change alike. Fetches the tips of the branches
 * that are to be updated.
 */
export async function readChangeSets(
  plan: Plan,
  remote: GitRemote,
  signal: AbortSignal,
): Promise<readonly ChangeSet[]> {
  const trees = new Map(plan.trees.map((tree) => [tree.id, tree]));
  const steps = new Map<
    string,
    { from: ObjectId | null; to: PlannedTree; clusters: string[]; tip: RefTip | null }
  >();
  for (const change of plan.changes) {
    const to = change.tree === null ? undefined : trees.get(change.tree);
    if (to === undefined || change.action === 'unchanged') continue;
    const key = `${change.currentTree}:${to.id}`;
    const tip = change.tip === null ? null : { ref: `refs/heads/${change.branch}`, id: change.tip };
    const step = steps.get(key);
    if (step === undefined) steps.set(key, { from: change.currentTree, to, clusters: [change.cluster], tip });
    else step.clusters.push(change.cluster);
  }
  const tips = [...steps.values()].flatMap(({ tip }) => (tip === null ? [] : [tip]));
  if (tips.length > 0) await remote.fetch(tips, { depth: 1, signal });
  const reader = remote.reader();
  return Promise.all(
    [...steps.values()].map(async ({ from, to, clusters }) => ({
      from,
      to: to.id,
      clusters,
      files: compareFiles(from === null ? [] : await reader.files(from), to.files),
    })),
  );
}
