import type { Cluster } from '../../model/cluster.ts';
import type { Ranking } from '../../model/placement.ts';
import type { Prioritizer } from './prioritizers.ts';
import { score, type ScoreContext } from './score.ts';

/**
 * Scores the clusters, which come by name, and puts the best first; equal totals stay in the order of names, so that the
 * answer is the same on every run.
 */
export function rank(
  clusters: readonly Cluster[],
  prioritizers: readonly Prioritizer[],
  context: ScoreContext,
): Ranking {
  const scored = prioritizers.map((prioritizer) => ({
    ...score(prioritizer, clusters, context),
    weight: prioritizer.weight,
  }));
  const totals = clusters.map((_, index) =>
    scored.reduce((sum, { scores, weight }) => sum + (scores[index] ?? 0) * weight, 0),
  );
  const order = bestFirst(totals);
  const inOrder = (values: readonly number[]) => order.map((index) => values[index] ?? 0);
  return {
    clusters: order.map((index) => clusters[index]?.name ?? ''),
    totals: inOrder(totals),
    prioritizers: scored.map(({ name, weight, scores }) => ({ name, weight, scores: inOrder(scores) })),
  };
}

/** There are few distinct totals in a large fleet: sorting those is cheaper than sorting the clusters. */
function bestFirst(totals: readonly number[]): readonly number[] {
  const byTotal = Map.groupBy(totals.keys(), (index) => totals[index] ?? 0);
  return [...byTotal].sort(([a], [b]) => b - a).flatMap(([, indices]) => indices);
}
