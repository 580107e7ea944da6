import type { FleetEvaluation } from '../model/finding.ts';
import type { ObjectId, SourceRevision } from '../model/git.ts';
import type { DeadLetter } from '../model/ledger.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Rollout } from '../model/rollout.ts';
import type { RunContext } from '../model/ports.ts';
import { hubReader } from './ask-hubs.ts';
import { fleetSigner } from './fleet-signer.ts';
import { openFleet } from './open-fleet.ts';
import type { Fleet, FleetOptions } from './open-fleet.ts';
import type { PlannedFleet } from './plan-fleet.ts';
import { requireAsPlanned } from './require-as-planned.ts';
import type { ApprovedPlan } from './require-as-planned.ts';
import { newRunId } from './run-id.ts';
import { recallSettled, rememberSettled } from './settled.ts';

export interface SyncOptions extends FleetOptions {
  readonly allowRemovals: boolean;
  /** Deliver what this says or nothing; undefined: whatever there is to deliver. */
  readonly approved?: ApprovedPlan | undefined;
}

export interface SyncResult {
  readonly runId: string;
  readonly fleet: string;
  readonly source: SourceRevision;
  /** The fleet repository, without credentials. */
  readonly repository: string;
  readonly outcomes: readonly Outcome[];
  /** What is found about all clusters together; null without policies of the scope `fleet`. */
  readonly fleetEvaluation: FleetEvaluation | null;
  /** Names of the exceptions in force that except nothing. */
  readonly unusedExceptions: readonly string[];
  /** Where the baselines that go out in waves stand after the run. */
  readonly rollouts: readonly Rollout[];
  /** Clusters whose delivery failed, now or earlier, and has not succeeded since. */
  readonly deadLetters: readonly DeadLetter[];
  /** The ledger commit of the run; null when there was nothing new to record. */
  readonly ledger: ObjectId | null;
}

/**
 * The main job: policy repository to branches to ledger. A cluster that fails or is blocked holds back itself alone;
 * a broken configuration or inventory throws before anything is written.
 */
export async function syncFleet(options: SyncOptions, context: RunContext): Promise<SyncResult> {
  const startedAt = context.clock.now();
  const runId = newRunId(startedAt, context);
  const fleet = await openFleet(options, context, hubReader(options, context));
  const { source, remote } = fleet;
  const result = { runId, source: source.revision, repository: remote.url };
  try {
    const settled = options.approved === undefined ? await recallSettled(fleet, options, context) : null;
    if (settled !== null) return { ...result, ...settled.found, ledger: null };

    // Loaded only now: most runs of a pipeline end above.
    const { planFleet } = await import('./plan-fleet.ts');
    const signer = await fleetSigner(fleet, options, context);
    const planned = await planFleet(fleet, options, context);
    if (options.approved !== undefined) await compareWith(options.approved, planned, fleet, context);
    const { carryOut } = await import('./carry-out.ts');
    const { version } = options;
    const run = { fleet, planned, runId, startedAt, version, signer, retried: null };
    const { outcomes, waves, deadLetters, ledger } = await carryOut(run, context);
    await rememberSettled(fleet, { planned, outcomes, waves, deadLetters, ledger }, options, context);
    const { unusedExceptions, plan, fleet: fleetEvaluation } = planned;
    const found = { fleet: plan.fleet, outcomes, fleetEvaluation, unusedExceptions, deadLetters };
    return { ...result, ...found, rollouts: waves.rollouts, ledger };
  } finally {
    await remote.close();
  }
}

async function compareWith(
  approved: ApprovedPlan,
  planned: PlannedFleet,
  { remote }: Fleet,
  { signal }: RunContext,
): Promise<void> {
  const { readChangeSets } = await import('./plan/index.ts');
  const { planDocument } = await import('./plan-document.ts');
  requireAsPlanned(approved, planDocument(planned, await readChangeSets(planned.plan, remote, signal)));
}
