import type { Cluster } from '../model/cluster.ts';
import { McpError } from '../model/error.ts';
import type { Decision, PreviousDecision } from '../model/placement.ts';
import type { RunContext } from '../model/ports.ts';
import type { Workspace } from '../model/workspace.ts';
import { readInventory } from './inventory/index.ts';
import { openFleet } from './open-fleet.ts';
import type { FleetOptions } from './open-fleet.ts';
import { openPolicyRepository, readWorkspace } from './open-source.ts';
import type { SourceOptions } from './open-source.ts';
import { decide } from './placement/index.ts';
import { lastRecordedRun } from './recorded-run.ts';
import { requireOwnLedger } from './require-own-ledger.ts';
import { selectBaselines } from './select-baselines.ts';

export interface DecidedFleet {
  readonly workspace: Workspace;
  /** What was decided before, as far as it was read. */
  readonly previous: readonly PreviousDecision[];
  readonly clusters: readonly Cluster[];
  readonly decisions: readonly Decision[];
  /** Names of the baselines that each selected cluster gets, by cluster name. */
  readonly baselines: ReadonlyMap<string, readonly string[]>;
}

export interface DecideOptions extends FleetOptions {
  /** Read what was decided before from the ledger. */
  readonly history: boolean;
}

/**
 * Who gets which baseline, as the next sync would decide. Where the fleet repository cannot be reached, and was not asked
 * for by name, it is decided without what was decided before, with a warning.
 */
export async function decideFleet(options: DecideOptions, context: RunContext): Promise<DecidedFleet> {
  if (!options.history) return decideWithoutHistory(options, context);
  try {
    return await decideWithHistory(options, context);
  } catch (error) {
    const isRemote = error instanceof McpError && error.code.startsWith('REMOTE_');
    if (!isRemote || options.repository !== undefined) throw error;
    context.logger.warn(`decided without what was decided before: ${error.message}`);
    return decideWithoutHistory(options, context);
  }
}

async function decideWithoutHistory(options: SourceOptions, context: RunContext): Promise<DecidedFleet> {
  const workspace = await readWorkspace(await openPolicyRepository(options, context), options, context);
  return decideWorkspace(workspace, [], context);
}

async function decideWithHistory(options: FleetOptions, context: RunContext): Promise<DecidedFleet> {
  const fleet = await openFleet(options, context);
  try {
    const [workspace, recorded] = [await fleet.workspace(), await lastRecordedRun(fleet)];
    requireOwnLedger(fleet, workspace, recorded);
    return await decideWorkspace(workspace, recorded?.record.decisions ?? [], context);
  } finally {
    await fleet.remote.close();
  }
}

async function decideWorkspace(
  workspace: Workspace,
  previous: readonly PreviousDecision[],
  context: RunContext,
): Promise<DecidedFleet> {
  const clusters = readInventory(workspace.inventory);
  const decisions = await decide({ ...workspace, clusters, previous, now: context.clock.now() });
  const selections = selectBaselines(workspace.baselines, decisions);
  const baselines = new Map(
    [...selections].map(([cluster, chosen]) => [cluster, chosen.map(({ name }) => name)]),
  );
  return { workspace, previous, clusters, decisions, baselines };
}
