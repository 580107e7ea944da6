import type { Outcome, OutcomeKind } from '../model/outcome.ts';
import type { RunContext } from '../model/ports.ts';
import { deliver } from './deliver/index.ts';
import { openFleet } from './open-fleet.ts';
import type { FleetOptions } from './open-fleet.ts';
import { planFleet } from './plan-fleet.ts';
import type { PlannedFleet } from './plan-fleet.ts';
import { recordFleet } from './record-fleet.ts';
import type { RecordResult } from './record-fleet.ts';
import { count, stageTimer } from './stage-timer.ts';

export interface SyncOptions extends FleetOptions {
  readonly allowRemovals: boolean;
}

export interface SyncResult {
  readonly runId: string;
  readonly planned: PlannedFleet;
  readonly outcomes: readonly Outcome[];
  readonly recorded: RecordResult;
}

/**
 * The main job: policy repository to branches to ledger. A cluster that fails or is blocked holds back itself alone;
 * a broken configuration or inventory throws before anything is written.
 */
export async function syncFleet(options: SyncOptions, context: RunContext): Promise<SyncResult> {
  const startedAt = context.clock.now();
  const runId = newRunId(startedAt, context);
  const fleet = await openFleet(options, context);
  try {
    const planned = await planFleet(fleet, options, context);
    const outcomes = await deliverPlan(planned, runId, fleet.remote, options, context);
    const recorded = await recordFleet(
      { fleet, planned, outcomes, runId, startedAt, version: options.version },
      context,
    );
    return { runId, planned, outcomes, recorded };
  } finally {
    await fleet.remote.close();
  }
}

/** Sorts by time and says when the run began; the random part keeps two runs of one second apart. */
function newRunId(startedAt: Date, context: RunContext): string {
  const time = startedAt.toISOString().replace(/[-:]|\.\d+/gu, '');
  return `${time}-${context.random.hex(6)}`;
}

async function deliverPlan(
  { plan }: PlannedFleet,
  runId: string,
  remote: Parameters<typeof deliver>[0]['remote'],
  options: SyncOptions,
  context: RunContext,
): Promise<readonly Outcome[]> {
  const timer = stageTimer(context, 'deliver');
  const outcomes = await deliver({ plan, runId, remote, toolVersion: options.version }, context);
  const pushed = outcomes.filter((outcome) => isPushed(outcome.kind)).length;
  timer.done(pushed === 0 ? 'nothing to do' : `${count(pushed, 'branch', 'branches')} pushed`);
  return outcomes;
}

function isPushed(kind: OutcomeKind): boolean {
  return kind === 'created' || kind === 'updated' || kind === 'removed';
}
