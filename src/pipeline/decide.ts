import type { Cluster } from '../model/cluster.ts';
import type { Decision } from '../model/placement.ts';
import type { RunContext } from '../model/ports.ts';
import { readInventory } from './inventory/index.ts';
import { openPolicyRepository, readWorkspace } from './open-source.ts';
import type { SourceOptions } from './open-source.ts';
import { decide } from './placement/index.ts';
import { selectBaselines } from './select-baselines.ts';

export interface DecidedFleet {
  readonly clusters: readonly Cluster[];
  readonly decisions: readonly Decision[];
  /** Names of the baselines that each selected cluster gets, by cluster name. */
  readonly baselines: ReadonlyMap<string, readonly string[]>;
}

/** Who gets which baseline. Looks at the policy repository alone. */
export async function decideFleet(options: SourceOptions, context: RunContext): Promise<DecidedFleet> {
  const workspace = await readWorkspace(await openPolicyRepository(options, context), options, context);
  const clusters = readInventory(workspace.inventory, workspace.fleet.inventory[0]?.position);
  const decisions = decide({ ...workspace, clusters, now: context.clock.now() });
  const selections = selectBaselines(workspace.baselines, decisions);
  const baselines = new Map(
    [...selections].map(([cluster, chosen]) => [cluster, chosen.map(({ name }) => name)]),
  );
  return { clusters, decisions, baselines };
}
