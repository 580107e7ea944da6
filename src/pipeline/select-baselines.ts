import { placementKey } from '../model/placement.ts';
import type { Decision } from '../model/placement.ts';
import type { Baseline } from '../model/workspace.ts';

/**
 * The baselines of each cluster that at least one placement selects, by cluster name; with those that clusters go on
 * holding (`heldBaselines`).
 */
export function selectBaselines(
  baselines: readonly Baseline[],
  decisions: readonly Decision[],
  held: ReadonlyMap<string, readonly string[]> = new Map(),
): ReadonlyMap<string, readonly Baseline[]> {
  const chosen = new Map(decisions.map(({ placement, clusters }) => [placementKey(placement), clusters]));
  const selections = new Map<string, Baseline[]>();
  for (const baseline of baselines) {
    const selected = chosen.get(placementKey(baseline.placement)) ?? [];
    for (const cluster of [...selected, ...(held.get(baseline.name) ?? [])]) {
      const selection = selections.get(cluster);
      if (selection === undefined) selections.set(cluster, [baseline]);
      else selection.push(baseline);
    }
  }
  return selections;
}
