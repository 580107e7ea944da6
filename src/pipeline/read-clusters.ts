import type { Cluster } from '../model/cluster.ts';
import type { RunContext } from '../model/ports.ts';
import { branchTip } from './branch-tip.ts';
import { markUnreachable, readHealth } from './health/index.ts';
import { readInventory, seenAt } from './inventory/index.ts';
import type { Fleet } from './open-fleet.ts';

/** The clusters of the inventory as they are now, by their leases and by what `mcp cluster health` recorded. */
export async function readClusters(fleet: Fleet, context: RunContext): Promise<readonly Cluster[]> {
  const workspace = await fleet.workspace();
  const clusters = seenAt(readInventory(workspace.inventory), context.clock.now());
  const tip = branchTip(fleet.refs, fleet.healthBranch);
  return markUnreachable(clusters, await readHealth(fleet.remote, tip, workspace.fleet.name, context.signal));
}
