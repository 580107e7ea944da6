import type { ObjectId } from '../model/git.ts';
import type { DeadLetter } from '../model/ledger.ts';
import { isPushed } from '../model/outcome.ts';
import type { Outcome } from '../model/outcome.ts';
import type { RunContext } from '../model/ports.ts';
import { deliver } from './deliver/index.ts';
import { deadLettersAfter } from './ledger/index.ts';
import { recordFleet } from './record-fleet.ts';
import type { RecordInput } from './record-fleet.ts';
import { rolloutResults } from './rollout-results.ts';
import type { RolloutResults } from './rollout-results.ts';
import { count, stageTimer } from './stage-timer.ts';

export type CarryOutInput = Omit<RecordInput, 'outcomes' | 'waves' | 'deadLetters'>;

export interface CarriedOut {
  readonly outcomes: readonly Outcome[];
  readonly waves: RolloutResults;
  readonly deadLetters: readonly DeadLetter[];
  /** The ledger commit; null when there was nothing new to record. */
  readonly ledger: ObjectId | null;
}

/** Delivers what was planned, and records what became of it. Throws what `deliver` and `recordFleet` throw. */
export async function carryOut(input: CarryOutInput, context: RunContext): Promise<CarriedOut> {
  const { planned, retried } = input;
  const outcomes = await deliverPlan(input, context);
  const { changes, createdAt } = planned.plan;
  const waves = rolloutResults(planned.rollouts, changes, outcomes, new Date(createdAt));
  const before = planned.recorded?.record.deadLetters ?? [];
  const deadLetters = deadLettersAfter({ before, outcomes, retried, now: context.clock.now() });
  const ledger = await recordFleet({ ...input, outcomes, waves, deadLetters }, context);
  return { outcomes, waves, deadLetters, ledger };
}

async function deliverPlan(
  { fleet, planned: { plan }, runId, version: toolVersion, signer }: CarryOutInput,
  context: RunContext,
): Promise<readonly Outcome[]> {
  const { remote, source } = fleet;
  const { timeout } = (await fleet.workspace()).fleet.delivery;
  const timer = stageTimer(context, 'deliver');
  const outcomes = await deliver(
    { plan, runId, remote, toolVersion, timeout, signer, relationOf: source.relationOf },
    context,
  );
  const pushed = outcomes.filter(isPushed).length;
  timer.done(pushed === 0 ? 'nothing to push' : `${count(pushed, 'branch', 'branches')} pushed`);
  return outcomes;
}
