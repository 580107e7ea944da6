import { compareFiles } from '../../git/compare-files.ts';
import { isMadeFor, parseTrailers } from '../../git/trailers.ts';
import type { Drift, DriftCommit, DriftKind } from '../../model/drift.ts';
import type { CommitInfo, GitRemote, ObjectId, RefTip, TreeFile } from '../../model/git.ts';
import type { ClusterRecord, RunRecord } from '../../model/ledger.ts';
import { RemoteError } from '../../model/remote-error.ts';

export interface DriftInput {
  readonly remote: GitRemote;
  /** Branch refs of the remote by full name. */
  readonly refs: ReadonlyMap<string, ObjectId>;
  /** What every branch that was listed begins with: of others it is not known whether they exist. */
  readonly branchPrefix: string;
  readonly recorded: Pick<RunRecord, 'fleet' | 'id'> & {
    readonly clusters: readonly Pick<ClusterRecord, 'name' | 'branch' | 'tip' | 'tree'>[];
  };
}

type BranchRecord = DriftInput['recorded']['clusters'][number];

/** A record with what stands on its branch now. */
interface Moved {
  readonly record: BranchRecord;
  readonly ref: string;
  readonly tip: ObjectId | null;
}

/** How far back a branch is searched for what the ledger recorded of it. */
const searchedCommits = 100;

/**
 * The branches that somebody moved since the ledger recorded them, in the order of the record. A tip that was recorded
 * needs no look, so a fleet as it was left costs nothing but its listing. Commits that say they are of this fleet, this cluster and a
 * later run are no drift: that run was killed, or is still under way. May throw REMOTE_*.
 */
export async function findDrift(input: DriftInput, signal: AbortSignal): Promise<readonly Drift[]> {
  const { remote, refs, recorded, branchPrefix } = input;
  const moved = recorded.clusters
    .filter(({ branch }) => branch !== '' && branch.startsWith(branchPrefix))
    .map((record): Moved => {
      const ref = `refs/heads/${record.branch}`;
      return { record, ref, tip: refs.get(ref) ?? null };
    })
    .filter(({ record, tip }) => record.tip !== tip);
  if (moved.length === 0) return [];

  const suspects = await withoutLaterRuns(moved, input, signal);
  await fetchHistories(suspects, remote, signal);
  const drifts: Drift[] = [];
  for (const suspect of suspects) {
    const drift = await driftOf(suspect, input);
    if (drift !== null) drifts.push(drift);
  }
  return drifts;
}

/** Leaves out, from their tips alone, branches that one later run of ours moved: after a killed run that is all of them. */
async function withoutLaterRuns(
  moved: readonly Moved[],
  { remote, recorded }: DriftInput,
  signal: AbortSignal,
): Promise<readonly Moved[]> {
  const tips = tipsOf(moved);
  if (tips.length > 0) await remote.fetch(tips, { depth: 1, signal });
  const suspects: Moved[] = [];
  for (const each of moved) {
    const commit = each.tip === null ? null : await remote.reader().commit(each.tip);
    const isNext = commit !== null && (commit.parents[0] ?? null) === each.record.tip;
    if (!isNext || !isOfLaterRun(commit, each.record, recorded)) suspects.push(each);
  }
  return suspects;
}

/** What was recorded may be gone for good; then there is less to say of it. */
async function fetchHistories(
  moved: readonly Moved[],
  remote: GitRemote,
  signal: AbortSignal,
): Promise<void> {
  const tips = tipsOf(moved);
  if (tips.length > 0) await remote.fetch(tips, { depth: searchedCommits, signal });
  const lost: RefTip[] = [];
  for (const { record, ref } of moved) {
    if (record.tip === null || (await remote.reader().has(record.tip))) continue;
    lost.push({ ref: `${ref}@recorded`, id: record.tip });
  }
  if (lost.length === 0) return;
  try {
    await remote.fetch(lost, { depth: searchedCommits, signal });
  } catch (error) {
    if (!(error instanceof RemoteError) || error.code !== 'REMOTE_PROTOCOL') throw error;
  }
}

async function driftOf({ record, tip }: Moved, { remote, recorded }: DriftInput): Promise<Drift | null> {
  const reader = remote.reader();
  const { name: cluster, branch, tip: recordedTip } = record;
  const history = tip === null ? [] : await reader.history(tip, searchedCommits);
  const isKnown = recordedTip !== null && (await reader.has(recordedTip));
  const before = isKnown ? await reader.history(recordedTip, searchedCommits) : [];
  const old = new Set(before.map(({ id }) => id));
  const met = history.findIndex(({ id }) => id === recordedTip || old.has(id));
  const commits = met === -1 ? history : history.slice(0, met);
  const kind = kindOf({ recordedTip, tip, met: history[met]?.id ?? null });
  const isOnTop = kind === 'committed' || kind === 'created';
  if (isOnTop && commits.every((commit) => isOfLaterRun(commit, record, recorded))) return null;

  const now = history[0] === undefined ? [] : await reader.files(history[0].tree);
  const then = await filesOf(record, remote);
  return {
    ...{ cluster, branch, kind, recordedTip, tip },
    commits: commits.map(driftCommit),
    files: then === null ? null : compareFiles(then, now),
  };
}

function kindOf(facts: Record<'recordedTip' | 'tip' | 'met', ObjectId | null>): DriftKind {
  const { recordedTip, tip, met } = facts;
  if (tip === null) return 'deleted';
  if (recordedTip === null) return 'created';
  if (met === recordedTip) return 'committed';
  return met === tip ? 'rewound' : 'rewritten';
}

async function filesOf({ tip, tree }: BranchRecord, remote: GitRemote): Promise<readonly TreeFile[] | null> {
  if (tip === null || tree === null) return [];
  const reader = remote.reader();
  return (await reader.has(tree)) ? reader.files(tree) : null;
}

function isOfLaterRun(
  { message }: CommitInfo,
  { name }: BranchRecord,
  recorded: DriftInput['recorded'],
): boolean {
  const trailers = parseTrailers(message);
  // Ids of runs sort by time; a commit that was copied or amended by hand carries the id of a recorded one.
  return isMadeFor(trailers, recorded.fleet, name) && (trailers.get('Mcp-Run') ?? '') > recorded.id;
}

function driftCommit({ id, author, committer, message }: CommitInfo): DriftCommit {
  const [subject = ''] = message.split('\n');
  return { id, author, committer, subject };
}

function tipsOf(moved: readonly Moved[]): readonly RefTip[] {
  return moved.flatMap(({ ref, tip }) => (tip === null ? [] : [{ ref, id: tip }]));
}
