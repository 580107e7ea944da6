import type { GitRemote, ObjectId, RefTip } from '../../model/git.ts';
import type { Plan, PlannedTree } from '../../model/plan.ts';

/** What happens to one file of a branch. */
export interface FileChange {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Null for an added file. */
  readonly before: ObjectId | null;
  /** Null for a removed file. */
  readonly after: ObjectId | null;
}

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

/** Which files differ between two trees. Pure. */
function compareFiles(before: PlannedTree['files'], after: PlannedTree['files']): readonly FileChange[] {
  const old = new Map(before.map(({ path, id }) => [path, id]));
  const changes: FileChange[] = [];
  for (const { path, id } of after) {
    const previous = old.get(path);
    old.delete(path);
    if (previous === undefined) changes.push({ path, change: 'added', before: null, after: id });
    else if (previous !== id) changes.push({ path, change: 'changed', before: previous, after: id });
  }
  for (const [path, id] of old) changes.push({ path, change: 'removed', before: id, after: null });
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}
