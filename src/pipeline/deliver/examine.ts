import { isMadeFor, parseTrailers } from '../../git/trailers.ts';
import { McpError } from '../../model/error.ts';
import type { CommitInfo, ObjectId } from '../../model/git.ts';
import type { Outcome } from '../../model/outcome.ts';
import { doneKind, onTopOf, settle } from './delivery.ts';
import type { Delivery, DeliveryRun } from './delivery.ts';

export interface Examined {
  readonly settled: readonly Outcome[];
  /** To be pushed again, on top of what is there now. */
  readonly open: readonly Delivery[];
}

/**
 * Looks at the branches of deliveries that were refused, or whose push had no answer. The server's reasons differ by
 * version; what stands on the branch does not.
 *
 * @throws McpError REMOTE_*, SIGNING_FAILED
 */
export async function examine(
  deliveries: readonly Delivery[],
  run: DeliveryRun,
  signal: AbortSignal,
): Promise<Examined> {
  const refs = await run.remote.listRefs(
    deliveries.map(({ ref }) => ref),
    signal,
  );
  const commits = await readMoved(deliveries, refs, run, signal);
  const settled: Outcome[] = [];
  const open: Delivery[] = [];
  for (const delivery of deliveries) {
    const tip = refs.get(delivery.ref) ?? null;
    const verdict = await judge(delivery, tip, tip === null ? null : (commits.get(tip) ?? null), run);
    if ('kind' in verdict) settled.push(verdict);
    else open.push(verdict);
  }
  return { settled, open };
}

async function judge(
  delivery: Delivery,
  tip: ObjectId | null,
  commit: CommitInfo | null,
  run: DeliveryRun,
): Promise<Outcome | Delivery> {
  if (tip === delivery.commit.id) return settle(delivery, doneKind(delivery));
  if (tip === delivery.parent) return delivery;
  if (tip === null) {
    // Somebody deleted the branch; with it its history may be gone from the server, so this one begins anew.
    return delivery.change.action === 'remove'
      ? settle(delivery, 'removed', { tip: null, tree: null })
      : onTopOf(delivery, null, run);
  }
  if (commit === null) {
    return settle(delivery, 'failed', {
      tip,
      tree: null,
      message: 'the branch was moved to something that is not a commit',
    });
  }
  const trailers = parseTrailers(commit.message);
  const isOurs = isMadeFor(trailers, run.plan.fleet, delivery.change.cluster);
  if (delivery.parent === null && !isOurs) {
    // Without tip and tree: what the ledger records of a branch, the next run takes for ours.
    return settle(delivery, 'blocked', {
      tip: null,
      tree: null,
      message: 'the branch was made by somebody else during the run',
    });
  }
  const now = { tip, tree: commit.tree };
  if (commit.tree === delivery.tree)
    return settle(delivery, delivery.change.action === 'remove' ? 'removed' : 'unchanged', now);
  // What somebody else put on top of ours is followed by ours again; their commit stays in the history.
  if (!isOurs || !(await isNewer(trailers, run))) return onTopOf(delivery, tip, run);
  return settle(delivery, 'superseded', {
    ...now,
    message: `run ${trailers.get('Mcp-Run') ?? ''} delivered something newer`,
  });
}

/**
 * From a later commit of the same policy repository, or by a later run where the history at hand does not tell (run ids
 * sort by time). Of another repository, nothing can be said.
 */
async function isNewer(
  trailers: ReadonlyMap<string, string>,
  { plan, runId, relationOf }: DeliveryRun,
): Promise<boolean> {
  const [, repository, commit = ''] = /^(.*)@(.*)$/u.exec(trailers.get('Mcp-Source') ?? '') ?? [];
  if (repository !== plan.source.repository) return false;
  const relation = (await relationOf?.(commit)) ?? null;
  if (relation !== null) return relation === 'newer';
  const theirs = trailers.get('Mcp-Run') ?? '';
  return /^\d{8}T\d{6}Z-/.test(theirs) && theirs > runId;
}

/** The commits on the branches that moved, by id, in one fetch. */
async function readMoved(
  deliveries: readonly Delivery[],
  refs: ReadonlyMap<string, ObjectId>,
  { remote }: DeliveryRun,
  signal: AbortSignal,
): Promise<ReadonlyMap<ObjectId, CommitInfo>> {
  const moved = deliveries.flatMap(({ ref, parent, commit }) => {
    const id = refs.get(ref);
    return id === undefined || id === parent || id === commit.id ? [] : [{ ref, id }];
  });
  if (moved.length === 0) return new Map();
  await remote.fetch(moved, { depth: 1, signal });
  const commits = new Map<ObjectId, CommitInfo>();
  for (const { id } of moved) {
    try {
      commits.set(id, await remote.reader().commit(id));
    } catch (error) {
      if (!(error instanceof McpError) || error.code !== 'SOURCE_UNREADABLE') throw error;
    }
  }
  return commits;
}
