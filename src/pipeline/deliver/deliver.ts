import { McpError } from '../../model/error.ts';
import type { Outcome } from '../../model/outcome.ts';
import { pendingMessage } from '../../model/plan.ts';
import type { Change } from '../../model/plan.ts';
import type { RunContext } from '../../model/ports.ts';
import { retry } from '../../runtime/retry.ts';
import { withinTime } from '../../runtime/within-time.ts';
import { baselineVersions } from './baseline-versions.ts';
import { startDelivery } from './delivery.ts';
import type { DeliverInput } from './delivery.ts';
import { Push } from './push.ts';
import { plannedObjects } from './planned-objects.ts';

/** Milliseconds that a push may still take after an interruption, and a last look at branches after any end. */
const grace = 5000;

/**
 * Brings the branches of a fleet repository to the trees of the plan: one push for all of them, and for those that were
 * refused or of which nothing is known a new look at the branch and another try, five in all and within `timeout`. Nothing
 * is ever forced, and one branch that cannot be delivered holds up no other. After an interruption no push begins; one that
 * is under way has five seconds to end.
 *
 * @returns one outcome for each change, in the order of the plan; what was not settled is `failed`, with the reason
 * @throws McpError PLAN_INVALID for a plan that contradicts itself; SIGNING_FAILED before anything was pushed; REMOTE_AUTH, REMOTE_UNREACHABLE or REMOTE_PROTOCOL
 * when the remote never answered a push, so that nothing is known to have been delivered
 */
export async function deliver(input: DeliverInput, context: RunContext): Promise<readonly Outcome[]> {
  const writing = input.plan.changes.filter(isWriting);
  const objects = plannedObjects(input.plan, writing);
  const { clock, signal } = context;
  const run = { ...input, startedAt: clock.now(), versionsOf: baselineVersions(objects), signal };
  const deliveries = await Promise.all(writing.map((change) => startDelivery(change, run)));
  const push = new Push(run, deliveries, objects, context);

  if (writing.length > 0) await pushAll(push, input.timeout, context);
  const settled = push.finish();
  return input.plan.changes.map((change) => {
    const outcome = settled.get(change.cluster) ?? untouched(change);
    return outcome.message === '' ? { ...outcome, message: pendingMessage(change) } : outcome;
  });
}

async function pushAll(push: Push, timeout: number, context: RunContext): Promise<void> {
  const { timer, signal: interruption } = context;
  const deadline = timer.elapsed() + timeout;
  await withinTime({ deadline, interruption, grace }, timer, (signal) =>
    retry(() => push.round(signal), { tries: 5, firstPause: 250, maxPause: 30_000, deadline }, context),
  );
  if (!push.isOpen) return;
  const end = timer.elapsed() + grace;
  await withinTime({ deadline: end, interruption, grace }, timer, (signal) => push.lastLook(signal));
}

function isWriting({ action, tip }: Change): boolean {
  // Without a branch there is nothing to remove.
  return action === 'create' || action === 'update' || (action === 'remove' && tip !== null);
}

/** What the ledger records of a branch, the next run takes for ours: of somebody else's it says nothing. */
function ownership(blocked: Change['blocked']): Pick<Outcome, 'tip' | 'tree'> | undefined {
  return blocked?.reason === 'foreignBranch' ? { tip: null, tree: null } : undefined;
}

function untouched(change: Change): Outcome {
  const { cluster, branch, tip, currentTree, blocked, action } = change;
  const base = { cluster, branch, tip, tree: currentTree, attempts: 0 };
  switch (action) {
    case 'blocked':
      return { ...base, ...ownership(blocked), kind: 'blocked', message: blocked?.message ?? '' };
    case 'keep':
      return { ...base, kind: 'kept', message: '' };
    case 'pending':
      return { ...base, kind: 'pending', message: '' };
    case 'unchanged':
      return { ...base, kind: 'unchanged', message: '' };
    case 'remove':
      return { ...base, kind: 'removed', message: '' };
    case 'create':
    case 'update':
      throw new McpError('PLAN_INVALID', `The plan has two changes for cluster ${cluster}`);
  }
}
