import type { ObjectId } from '../model/git.ts';
import type { ClusterHealth, FleetHealth, ProbeResult } from '../model/health.ts';
import type { RunContext } from '../model/ports.ts';
import { nextHealth, probeFleet, writeHealth } from './health/index.ts';
import { readEndpoints, readInventory } from './inventory/index.ts';
import { hubReader } from './ask-hubs.ts';
import { branchTip } from './branch-tip.ts';
import { fleetSigner } from './fleet-signer.ts';
import { openFleet } from './open-fleet.ts';
import type { FleetOptions } from './open-fleet.ts';
import { openPolicyRepository, readWorkspace } from './open-source.ts';
import { unknownCluster } from './unknown-cluster.ts';
import { count, stageTimer } from './stage-timer.ts';

export interface HealthOptions extends FleetOptions {
  /** Names of clusters; empty: all. */
  readonly clusters: readonly string[];
  /** Keep what was found on the health branch. */
  readonly record: boolean;
  readonly concurrency: number;
  /** Milliseconds for one try. */
  readonly timeout: number;
  readonly allowLinkLocal: boolean;
}

export interface CheckedCluster extends ProbeResult {
  /** What is recorded of it now; null for one that answered, and without a record. */
  readonly health: ClusterHealth | null;
}

export interface HealthResult {
  /** Sorted by name. */
  readonly clusters: readonly CheckedCluster[];
  /** The commit on the health branch; null when nothing changed, or nothing was to be recorded. */
  readonly commit: ObjectId | null;
}

/**
 * Asks the API servers of the clusters whether they are there, and counts who was missed how often. Throws USAGE for a
 * cluster that does not exist, before anybody is asked.
 */
export async function checkHealth(options: HealthOptions, context: RunContext): Promise<HealthResult> {
  const askHub = hubReader(options, context);
  if (!options.record) {
    const source = await openPolicyRepository(options, context);
    const workspace = await readWorkspace(source, options, context, askHub);
    const results = await ask(readEndpoints(workspace.inventory), options, context);
    return { clusters: results.map((result) => ({ ...result, health: null })), commit: null };
  }
  const fleet = await openFleet(options, context, askHub);
  try {
    const workspace = await fleet.workspace();
    const signer = await fleetSigner(fleet, options, context);
    const names = new Set(readInventory(workspace.inventory).map(({ name }) => name));
    const results = await ask(readEndpoints(workspace.inventory), options, context);
    const now = context.clock.now();
    const { health, commit } = await writeHealth(
      {
        remote: fleet.remote,
        branch: fleet.healthBranch,
        tip: branchTip(fleet.refs, fleet.healthBranch)?.id ?? null,
        fleet: workspace.fleet.name,
        author: workspace.fleet.delivery.author,
        signer,
        next: (before) => nextHealth(before, results, names, now),
      },
      context,
    );
    return { clusters: withHealth(results, health), commit };
  } finally {
    await fleet.remote.close();
  }
}

async function ask(
  endpoints: ReturnType<typeof readEndpoints>,
  options: HealthOptions,
  context: RunContext,
): Promise<readonly ProbeResult[]> {
  const unknown = options.clusters.find((name) => !endpoints.has(name));
  if (unknown !== undefined) throw unknownCluster(unknown, endpoints.keys());
  const wanted = new Set(options.clusters);
  const asked = new Map([...endpoints].filter(([name]) => wanted.size === 0 || wanted.has(name)));
  const timer = stageTimer(context, 'probe');
  const { signal, random } = context;
  const results = await probeFleet(asked, { ...options, signal, random });
  const missed = results.filter(({ state }) => state === 'missed').length;
  timer.done(`${count(results.length, 'cluster')}, ${missed} missed`);
  return results;
}

function withHealth(results: readonly ProbeResult[], health: FleetHealth): readonly CheckedCluster[] {
  const records = new Map(health.clusters.map((record) => [record.name, record]));
  return results.map((result) => ({ ...result, health: records.get(result.cluster) ?? null }));
}
