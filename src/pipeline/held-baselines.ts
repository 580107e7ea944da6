import type { Cluster } from '../model/cluster.ts';
import type { RunRecord } from '../model/ledger.ts';
import { placementKey } from '../model/placement.ts';
import type { Decision } from '../model/placement.ts';
import type { Workspace } from '../model/workspace.ts';
import { onlyUnreachable } from './placement/index.ts';

/**
 * The clusters that go on holding a baseline though its placement does not select them, by the name of the baseline: those
 * that had it in the last run, and that are left out for nothing but that they cannot be reached. Pure.
 */
export function heldBaselines(
  { baselines, placements }: Pick<Workspace, 'baselines' | 'placements'>,
  decisions: readonly Decision[],
  clusters: readonly Cluster[],
  recorded: RunRecord | null,
  now: Date,
): ReadonlyMap<string, readonly string[]> {
  const byName = new Map(clusters.map((cluster) => [cluster.name, cluster]));
  const before = new Map(recorded?.clusters.map((record) => [record.name, new Set(record.baselines)]));
  const decisionOf = new Map(decisions.map((decision) => [placementKey(decision.placement), decision]));
  const unreachable = new Map(
    placements.map((placement) => {
      const decision = decisionOf.get(placementKey(placement));
      return [
        placementKey(placement),
        decision === undefined ? [] : onlyUnreachable(placement, decision, byName, now),
      ];
    }),
  );
  return new Map(
    baselines.map(({ name, placement }) => [
      name,
      (unreachable.get(placementKey(placement)) ?? []).filter((cluster) => before.get(cluster)?.has(name)),
    ]),
  );
}
