import { openRemote } from '../git/open-remote.ts';
import type { Drift } from '../model/drift.ts';
import { McpError } from '../model/error.ts';
import type { GitRemote, ObjectId } from '../model/git.ts';
import type { ClusterRecord } from '../model/ledger.ts';
import type { RunContext } from '../model/ports.ts';
import { didYouMean } from '../runtime/nearest.ts';
import { findDrift } from './drift/index.ts';
import { readLedger } from './ledger/index.ts';
import { branchTip } from './branch-tip.ts';
import { nothingRecorded } from './nothing-recorded.ts';
import { openFleet } from './open-fleet.ts';
import type { FleetOptions } from './open-fleet.ts';
import { count, stageTimer } from './stage-timer.ts';

export interface ShowDriftOptions extends FleetOptions {
  /** Names of clusters; empty: all that the ledger knows. */
  readonly clusters: readonly string[];
  /** With `repository`, where the ledger is; otherwise the policy repository says it. */
  readonly ledgerBranch: string;
  /** Read the files that differ. */
  readonly contents: boolean;
}

/** What `mcp policy drift --json` prints. Schema: cli/schemas/policy-drift.json. */
export interface DriftDocument {
  readonly fleet: string;
  readonly repository: string;
  /** The run that recorded what the branches are compared with. */
  readonly run: { readonly id: string; readonly finishedAt: string };
  /** How many branches were compared. */
  readonly branches: number;
  readonly drifts: readonly Drift[];
}

export interface DriftResult {
  readonly document: DriftDocument;
  /** Texts of the files that differ, by blob id, null for those above 256 KB; empty unless `contents` was asked for. */
  readonly texts: ReadonlyMap<ObjectId, string | null>;
}

/** A manifest is never that large, and comparing what is would take minutes. */
const longestText = 256 * 1024;

/**
 * The branches that somebody else moved since the last recorded run. With `repository` the fleet repository is enough.
 * Writes nothing. Throws LEDGER_INVALID when nothing has been recorded yet, USAGE for a cluster that the ledger does not know.
 */
export async function showDrift(options: ShowDriftOptions, context: RunContext): Promise<DriftResult> {
  const { remote, refs, ledgerBranch, branchPrefix } = await openBranches(options, context);
  try {
    const ledger = await readLedger(remote, branchTip(refs, ledgerBranch));
    const record = (await ledger.latest())?.record;
    if (record === undefined) throw nothingRecorded(remote, ledgerBranch);
    const clusters = chosenClusters(record.clusters, options.clusters);
    const timer = stageTimer(context, 'drift');
    const recorded = { ...record, clusters };
    const drifts = await findDrift({ remote, refs, branchPrefix, recorded }, context.signal);
    timer.done(`${count(drifts.length, 'branch', 'branches')} not as recorded`);
    const { fleet, id: run, finishedAt } = record;
    const document = {
      ...{ fleet, repository: remote.url, run: { id: run, finishedAt } },
      ...{ branches: clusters.filter(({ branch }) => branch.startsWith(branchPrefix)).length, drifts },
    };
    return { document, texts: options.contents ? await readTexts(drifts, remote) : new Map() };
  } finally {
    await remote.close();
  }
}

/** One listing holds the branches and the ledger. */
async function openBranches(
  options: ShowDriftOptions,
  context: RunContext,
): Promise<Pick<Awaited<ReturnType<typeof openFleet>>, 'remote' | 'refs' | 'ledgerBranch' | 'branchPrefix'>> {
  const { repository, cacheDirectory, version: toolVersion, ledgerBranch } = options;
  if (repository === undefined) return openFleet(options, context, null);
  const remote = await openRemote(repository, { cacheDirectory, toolVersion });
  try {
    const refs = await remote.listRefs(['refs/heads/'], context.signal);
    return { remote, refs, ledgerBranch, branchPrefix: '' };
  } catch (error) {
    await remote.close();
    throw error;
  }
}

function chosenClusters(
  clusters: readonly ClusterRecord[],
  names: readonly string[],
): readonly ClusterRecord[] {
  if (names.length === 0) return clusters;
  const known = clusters.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new McpError('USAGE', `the last recorded run knows no cluster ${unknown}`, {
      hint: didYouMean(unknown, known, 'mcp policy drift without names looks at all clusters.'),
    });
  }
  return clusters.filter(({ name }) => names.includes(name));
}

async function readTexts(
  drifts: readonly Drift[],
  remote: GitRemote,
): Promise<ReadonlyMap<ObjectId, string | null>> {
  const ids = drifts.flatMap(({ files }) =>
    (files ?? []).flatMap(({ before, after }) => [before ?? [], after ?? []].flat()),
  );
  const texts = new Map<ObjectId, string | null>();
  for (const id of new Set(ids)) {
    const bytes = await remote.reader().blob(id);
    texts.set(id, bytes.length > longestText ? null : new TextDecoder().decode(bytes));
  }
  return texts;
}
