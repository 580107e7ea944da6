import { McpError } from '../model/error.ts';
import type { DeadLetter, RecordedRun } from '../model/ledger.ts';
import type { RunContext } from '../model/ports.ts';
import { hubReader } from './ask-hubs.ts';
import { carryOut } from './carry-out.ts';
import { fleetSigner } from './fleet-signer.ts';
import { ruleBookDigest } from './ledger/index.ts';
import { openFleet } from './open-fleet.ts';
import type { Fleet, FleetOptions } from './open-fleet.ts';
import { planFleet } from './plan-fleet.ts';
import type { PlannedFleet } from './plan-fleet.ts';
import { lastRecordedRun } from './recorded-run.ts';
import { newRunId } from './run-id.ts';
import type { SyncResult } from './sync.ts';

export interface RetryOptions extends FleetOptions {
  /** Names of clusters with dead letters; empty: all of them. */
  readonly clusters: readonly string[];
}

/** The dead letters of the last recorded run, those of `clusters` only. Throws USAGE for a cluster without one. */
export async function readDeadLetters(
  options: RetryOptions,
  context: RunContext,
): Promise<readonly DeadLetter[]> {
  return (await lettersToRetry(options, context)).letters;
}

/**
 * Delivers to clusters whose delivery failed, from the commit of the policy repository that the last run was made from:
 * it completes that run. All other clusters are left, and recorded, as they were. Null: no cluster waits for it.
 *
 * Throws USAGE for a cluster without a dead letter, RETRY_REFUSED when the last run cannot be completed as it was, and
 * what a sync throws.
 */
export async function retryFleet(options: RetryOptions, context: RunContext): Promise<SyncResult | null> {
  const startedAt = context.clock.now();
  const { letters, recorded } = await lettersToRetry(options, context);
  if (recorded === null || letters.length === 0) return null;
  const { commit } = recorded.record.source;
  if (commit === null) throw refused('it was made from a work tree with changes that no commit holds');

  const fleet = await openFleet({ ...options, ref: commit }, context, hubReader(options, context));
  try {
    const signer = await fleetSigner(fleet, options, context);
    // What a letter asks to be removed, the run that failed was allowed to remove.
    const planned = await planFleet(fleet, { allowRemovals: true }, context);
    await requireSameRun(fleet, planned, recorded);
    const retried = new Set(letters.map(({ cluster }) => cluster));
    const runId = newRunId(startedAt, context);
    const { version } = options;
    const run = { fleet, planned: only(retried, planned), runId, startedAt, version, signer, retried };
    const { waves, ...done } = await carryOut(run, context);
    const { unusedExceptions, plan, fleet: fleetEvaluation } = planned;
    const found = { fleet: plan.fleet, fleetEvaluation, unusedExceptions, rollouts: waves.rollouts };
    return { runId, source: fleet.source.revision, repository: fleet.remote.url, ...found, ...done };
  } finally {
    await fleet.remote.close();
  }
}

async function lettersToRetry(
  options: RetryOptions,
  context: RunContext,
): Promise<{ readonly letters: readonly DeadLetter[]; readonly recorded: RecordedRun | null }> {
  const fleet = await openFleet(options, context, null);
  try {
    const recorded = await lastRecordedRun(fleet);
    const all = recorded?.record.deadLetters ?? [];
    for (const name of options.clusters) {
      if (all.some(({ cluster }) => cluster === name)) continue;
      throw new McpError('USAGE', `The last run has no failed delivery to cluster ${JSON.stringify(name)}`, {
        hint: 'mcp policy retry --list shows which clusters it has one of.',
      });
    }
    const asked = new Set(options.clusters);
    return { letters: asked.size === 0 ? all : all.filter(({ cluster }) => asked.has(cluster)), recorded };
  } finally {
    await fleet.remote.close();
  }
}

/** The clusters that are not retried stay recorded under the rules of the last run: these must be the rules of the retry. */
async function requireSameRun(fleet: Fleet, planned: PlannedFleet, recorded: RecordedRun): Promise<void> {
  if (planned.recorded?.commit !== recorded.commit) throw refused('another run was recorded meanwhile');
  const { catalogs, exceptions } = await fleet.workspace();
  if (ruleBookDigest({ policies: planned.policies, catalogs, exceptions }) !== recorded.record.ruleBook)
    throw refused('its policies are not those of this version of mcp');
}

function only(clusters: ReadonlySet<string>, planned: PlannedFleet): PlannedFleet {
  const changes = planned.plan.changes.filter(({ cluster }) => clusters.has(cluster));
  return { ...planned, plan: { ...planned.plan, changes } };
}

function refused(reason: string): McpError {
  return new McpError('RETRY_REFUSED', `The last run cannot be completed: ${reason}`, {
    hint: 'Run mcp policy sync: it takes up the failed clusters too.',
  });
}
