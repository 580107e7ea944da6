import type { Cluster } from '../model/cluster.ts';
import { McpError } from '../model/error.ts';
import type { Decision, PreviousDecision } from '../model/placement.ts';
import type { HubReader } from '../model/hub.ts';
import type { RunContext } from '../model/ports.ts';
import type { Workspace } from '../model/workspace.ts';
import type { RunRecord } from '../model/ledger.ts';
import { heldBaselines } from './held-baselines.ts';
import { hubReader } from './ask-hubs.ts';
import { readInventory, seenAt } from './inventory/index.ts';
import { openFleet } from './open-fleet.ts';
import type { FleetOptions } from './open-fleet.ts';
import { openPolicyRepository, readWorkspace } from './open-source.ts';
import type { SourceOptions } from './open-source.ts';
import { decide } from './placement/index.ts';
import { readClusters } from './read-clusters.ts';
import { lastRecordedRun } from './recorded-run.ts';
import { requireOwnLedger } from './require-own-ledger.ts';
import { selectBaselines } from './select-baselines.ts';

/** Decisions, with all that they were made of. */
export interface DecidedPlacements {
  readonly workspace: Pick<
    Workspace,
    'placements' | 'clusterSets' | 'clusterSetBindings' | 'addOnScores' | 'baselines'
  >;
  /** What was decided before, as far as it was read. */
  readonly previous: readonly PreviousDecision[];
  readonly clusters: readonly Cluster[];
  readonly decisions: readonly Decision[];
  /** Names of the baselines that each selected cluster gets, by cluster name. */
  readonly baselines: ReadonlyMap<string, readonly string[]>;
}

export interface DecidedFleet extends DecidedPlacements {
  readonly workspace: Workspace;
  /** The last run, as far as it was read. */
  readonly recorded: RunRecord | null;
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
  const askHub = hubReader(options, context);
  if (!options.history) return decideWithoutHistory(options, context, askHub);
  try {
    return await decideWithHistory(options, context, askHub);
  } catch (error) {
    const isRemote = error instanceof McpError && error.code.startsWith('REMOTE_');
    if (!isRemote || options.repository !== undefined) throw error;
    context.logger.warn(`decided without what was decided before: ${error.message}`);
    return decideWithoutHistory(options, context, askHub);
  }
}

async function decideWithoutHistory(
  options: SourceOptions,
  context: RunContext,
  askHub: HubReader,
): Promise<DecidedFleet> {
  const source = await openPolicyRepository(options, context);
  const workspace = await readWorkspace(source, options, context, askHub);
  const clusters = seenAt(readInventory(workspace.inventory), context.clock.now());
  return decideWorkspace(workspace, clusters, null, context);
}

async function decideWithHistory(
  options: FleetOptions,
  context: RunContext,
  askHub: HubReader,
): Promise<DecidedFleet> {
  const fleet = await openFleet(options, context, askHub);
  try {
    const [workspace, recorded] = [await fleet.workspace(), await lastRecordedRun(fleet)];
    requireOwnLedger(fleet, workspace, recorded);
    const clusters = await readClusters(fleet, context);
    return await decideWorkspace(workspace, clusters, recorded?.record ?? null, context);
  } finally {
    await fleet.remote.close();
  }
}

async function decideWorkspace(
  workspace: Workspace,
  clusters: readonly Cluster[],
  recorded: RunRecord | null,
  context: RunContext,
): Promise<DecidedFleet> {
  const now = context.clock.now();
  const previous = recorded?.decisions ?? [];
  const decisions = await decide({ ...workspace, clusters, previous, now });
  const held = heldBaselines(workspace, decisions, clusters, recorded, now);
  const selections = selectBaselines(workspace.baselines, decisions, held);
  const baselines = new Map(
    [...selections].map(([cluster, chosen]) => [cluster, chosen.map(({ name }) => name)]),
  );
  return { workspace, previous, recorded, clusters, decisions, baselines };
}
