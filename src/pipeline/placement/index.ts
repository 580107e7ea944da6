import type { Cluster } from '../../model/cluster.ts';
import { placementKey } from '../../model/placement.ts';
import type {
  AddOnPlacementScore,
  ClusterSet,
  ClusterSetBinding,
  Decision,
  Placement,
  PreviousDecision,
} from '../../model/placement.ts';
import { AddOnScores } from './addon-scores.ts';
import { clusterSetFilter } from './cluster-set-filter.ts';
import { History } from './history.ts';
import { schedule } from './schedule.ts';

export { clusterSetsOf } from './cluster-set-filter.ts';
export { onlyUnreachable } from './only-unreachable.ts';
export { explain } from './explain.ts';
export { explainMoves } from './explain-moves.ts';
export { placementDecisions } from './placement-decisions.ts';

interface PlacementInput {
  readonly clusters: readonly Cluster[];
  readonly placements: readonly Placement[];
  readonly clusterSets: readonly ClusterSet[];
  readonly clusterSetBindings: readonly ClusterSetBinding[];
  readonly addOnScores: readonly AddOnPlacementScore[];
  /** What was decided last: for Steady, Balance and the taint effect NoSelectIfNew. */
  readonly previous: readonly PreviousDecision[];
  readonly now: Date;
}

/**
 * Decides which clusters each placement selects; the answer is that of an Open Cluster Management hub
 * (pkg/placement at 00f84c32) for the same objects. A hub decides its placements one at a time, each looking at what is
 * recorded of the others; here they go by namespace and name, and so do the decisions. Clusters come out by name.
 */
export async function decide(input: PlacementInput): Promise<readonly Decision[]> {
  const clusters = [...input.clusters].sort((a, b) => (a.name < b.name ? -1 : 1));
  const context = {
    clusters,
    setsOf: clusterSetFilter(input.clusterSets, input.clusterSetBindings),
    addOnScores: new AddOnScores(input.addOnScores),
    history: new History(input.previous),
    now: input.now,
  };
  const decisions: Decision[] = [];
  for (const placement of [...input.placements].sort(byKey)) {
    const decision = await schedule(placement, context);
    context.history.record(placementKey(placement), decision.clusters);
    decisions.push(decision);
  }
  return decisions;
}

function byKey(a: Placement, b: Placement): number {
  return placementKey(a) < placementKey(b) ? -1 : 1;
}
