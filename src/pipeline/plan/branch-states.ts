import { parseTrailers } from '../../git/trailers.ts';
import type { GitRemote, ObjectId, RefTip } from '../../model/git.ts';
import type { RunRecord } from '../../model/ledger.ts';

/** What stands on a branch of the fleet repository now. */
export interface BranchState {
  readonly tip: ObjectId;
  readonly tree: ObjectId;
  /** Recorded in the ledger, or its tip carries our trailer (a run that was killed before it could record). */
  readonly ours: boolean;
}

export interface BranchStatesInput {
  readonly remote: GitRemote;
  /** Branch refs of the remote by full name. */
  readonly refs: ReadonlyMap<string, ObjectId>;
  readonly branches: Iterable<string>;
  /** The latest record, null for an empty ledger. */
  readonly recorded: RunRecord | null;
}

/**
 * The state of each branch that exists, by branch name. A tip that the ledger recorded needs no look; only the others
 * are fetched, in one request.
 */
export async function readBranchStates(
  input: BranchStatesInput,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, BranchState>> {
  const recorded = new Map(input.recorded?.clusters.map((cluster) => [cluster.branch, cluster]));
  const states = new Map<string, BranchState>();
  const moved = new Map<string, RefTip>();
  for (const branch of input.branches) {
    const ref = `refs/heads/${branch}`;
    const id = input.refs.get(ref);
    if (id === undefined) continue;
    const record = recorded.get(branch);
    if (record?.tip === id && record.tree !== null)
      states.set(branch, { tip: id, tree: record.tree, ours: true });
    else moved.set(branch, { ref, id });
  }
  if (moved.size === 0) return states;

  await input.remote.fetch([...moved.values()], { depth: 1, signal });
  const reader = input.remote.reader();
  for (const [branch, { id }] of moved) {
    const commit = await reader.commit(id);
    const ours = recorded.get(branch)?.tip != null || parseTrailers(commit.message).has('Mcp-Cluster');
    states.set(branch, { tip: id, tree: commit.tree, ours });
  }
  return states;
}
