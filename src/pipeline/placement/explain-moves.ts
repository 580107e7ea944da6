import type { Move, WhatIf } from '../../model/explanation.ts';
import type { Decision } from '../../model/placement.ts';
import { placementKey } from '../../model/placement.ts';

/**
 * Which clusters each placement gains and loses from one set of decisions to another, by name; placements that keep
 * theirs are left out.
 *
 * @param changed the clusters that differ themselves: all others are pushed
 */
export function explainMoves(
  before: readonly Decision[],
  after: readonly Decision[],
  changed: ReadonlySet<string>,
): readonly Omit<WhatIf['placements'][number], 'baselines'>[] {
  const selectedBefore = new Map(
    before.map((decision) => [placementKey(decision.placement), decision.clusters]),
  );
  return after.flatMap(({ placement, clusters, dropped }) => {
    const old = new Set(selectedBefore.get(placementKey(placement)));
    const now = new Set(clusters);
    const drops = new Map(dropped.map(({ cluster, step, reason }) => [cluster, { step, reason }]));
    const move = (cluster: string): Move => ({
      ...{ cluster, pushed: !changed.has(cluster), dropped: drops.get(cluster) ?? null },
    });
    const gained = clusters.filter((cluster) => !old.has(cluster)).map(move);
    const lost = [...old].filter((cluster) => !now.has(cluster)).map(move);
    return gained.length + lost.length === 0 ? [] : [{ placement, gained, lost }];
  });
}
