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
 * @throws McpError REMOTE_*
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
    const verdict = judge(delivery, tip, tip === null ? null : (commits.get(tip) ?? null), run);
    if ('kind' in verdict) settled.push(verdict);
    else open.push(verdict);
  }
  return { settled, open };
}

function judge(
  delivery: Delivery,
  tip: ObjectId | null,
  commit: CommitInfo | null,
  run: DeliveryRun,
): Outcome | Delivery {
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
  const now = { tip, tree: commit.tree };
  if (commit.tree === delivery.tree)
    return settle(delivery, delivery.change.action === 'remove' ? 'removed' : 'unchanged', now);
  const trailers = parseTrailers(commit.message);
  if (delivery.parent === null && !isMadeFor(trailers, run.plan.fleet, delivery.change.cluster)) {
    // Without tip and tree: what the ledger records of a branch, the next run takes for ours.
    return settle(delivery, 'blocked', {
      tip: null,
      tree: null,
      message: 'the branch was made by somebody else during the run',
    });
  }
  if (isNewer(trailers, run)) {
    return settle(delivery, 'superseded', {
      ...now,
      message: `run ${trailers.get('Mcp-Run') ?? ''} delivered something newer`,
    });
  }
  return onTopOf(delivery, tip, run);
}

/** A later run from the same policy repository; run ids sort by time. Of another repository, nothing can be said. */
function isNewer(trailers: ReadonlyMap<string, string>, { plan, runId }: DeliveryRun): boolean {
  const source = trailers.get('Mcp-Source') ?? '';
  const sameRepository = source.slice(0, Math.max(source.lastIndexOf('@'), 0)) === plan.source.repository;
  const theirs = trailers.get('Mcp-Run') ?? '';
  return sameRepository && /^\d{8}T\d{6}Z-/.test(theirs) && theirs > runId;
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
