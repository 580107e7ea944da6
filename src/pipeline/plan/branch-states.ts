import { isMadeFor, parseTrailers } from '../../git/trailers.ts';
import type { GitRemote, ObjectId, RefTip } from '../../model/git.ts';
import type { ClusterRecord, RunRecord } from '../../model/ledger.ts';

/** What stands on a branch of the fleet repository now. */
export interface BranchState {
  readonly tip: ObjectId;
  readonly tree: ObjectId;
  /** We delivered what stands there, or it was put on top of what we delivered. */
  readonly ours: boolean;
}

export interface BranchStatesInput {
  readonly remote: GitRemote;
  readonly fleet: string;
  /** Branch refs of the remote by full name. */
  readonly refs: ReadonlyMap<string, ObjectId>;
  /** Which branch belongs to which cluster, by branch. */
  readonly owners: ReadonlyMap<string, string>;
  /** The latest record, null for an empty ledger. */
  readonly recorded: RunRecord | null;
}

/** How far back a branch is searched for what the ledger recorded of it. */
const searchedCommits = 100;

/**
 * The state of each branch that exists, by branch name. A tip that the ledger recorded needs no look. Another one is ours
 * when its commit says so (a run that was killed before it could record), or when it stands on top of the recorded tip.
 */
export async function readBranchStates(
  input: BranchStatesInput,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, BranchState>> {
  const records = new Map(input.recorded?.clusters.map((cluster) => [cluster.branch, cluster]));
  const states = new Map<string, BranchState>();
  const moved = new Map<string, RefTip>();
  for (const branch of input.owners.keys()) {
    const ref = `refs/heads/${branch}`;
    const id = input.refs.get(ref);
    if (id === undefined) continue;
    const record = records.get(branch);
    if (record?.tip === id && record.tree !== null)
      states.set(branch, { tip: id, tree: record.tree, ours: true });
    else moved.set(branch, { ref, id });
  }
  if (moved.size === 0) return states;

  await input.remote.fetch([...moved.values()], { depth: 1, signal });
  for (const [branch, tip] of moved) {
    const { tree, message } = await input.remote.reader().commit(tip.id);
    const cluster = input.owners.get(branch) ?? '';
    const ours =
      isMadeFor(parseTrailers(message), input.fleet, cluster) ||
      (await isOnTopOf(records.get(branch), tip, input.remote, signal));
    states.set(branch, { tip: tip.id, tree, ours });
  }
  return states;
}

async function isOnTopOf(
  record: ClusterRecord | undefined,
  tip: RefTip,
  remote: GitRemote,
  signal: AbortSignal,
): Promise<boolean> {
  if (record === undefined || record.tip === null) return false;
  await remote.fetch([tip], { depth: searchedCommits, signal });
  const history = await remote.reader().history(tip.id, searchedCommits);
  return history.some(({ id }) => id === record.tip);
}
