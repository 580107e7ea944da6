import type { Cluster } from '../../model/cluster.ts';
import type { ClusterExplanation, PlacementExplanation, SpreadDomain } from '../../model/explanation.ts';
import type { Decision, Placement } from '../../model/placement.ts';
import { domainOf } from './spread-topology.ts';

/** For each cluster the step of the placement that left it out, or what it scored and where it stands. */
export function explain(
  { numberOfClusters, spread }: Placement,
  decision: Decision,
  clusters: readonly Cluster[],
): Omit<PlacementExplanation, 'baselines'> {
  const { placement, ranking, conditions, warnings } = decision;
  const domains = domainsOf(numberOfClusters === null ? [] : spread.constraints, decision, clusters);
  const dropped = new Map(decision.dropped.map(({ cluster, step, reason }) => [cluster, { step, reason }]));
  const groups = new Map(
    decision.groups.flatMap(({ index, name, clusters: members }) =>
      members.map((cluster) => [cluster, { index, name }] as const),
    ),
  );
  const ranked = ranking.clusters.map((cluster, index): ClusterExplanation => ({
    cluster,
    dropped: dropped.get(cluster) ?? null,
    rank: index + 1,
    total: ranking.totals[index] ?? 0,
    scores: ranking.prioritizers.map(({ name, weight, scores }) => ({
      ...{ prioritizer: name, weight, score: scores[index] ?? 0 },
    })),
    domain: domains.of.get(cluster) ?? null,
    group: groups.get(cluster) ?? null,
  }));
  const passed = new Set(ranking.clusters);
  const others = clusters
    .filter(({ name }) => !passed.has(name))
    .map(({ name }): ClusterExplanation => {
      const drop = dropped.get(name) ?? null;
      return { cluster: name, dropped: drop, rank: null, total: null, scores: [], domain: null, group: null };
    });
  return {
    placement,
    numberOfClusters,
    spreadConstraints: spread.constraints,
    domains: domains.all,
    conditions,
    warnings,
    selected: decision.clusters.length,
    clusters: [...ranked, ...others],
  };
}

function domainsOf(
  constraints: Placement['spread']['constraints'],
  { ranking, clusters: selected }: Decision,
  clusters: readonly Cluster[],
): { readonly of: ReadonlyMap<string, string>; readonly all: readonly SpreadDomain[] } {
  const of = new Map<string, string>();
  const all = new Map<string, { domain: string; selected: number; candidates: number }>();
  if (constraints.length === 0) return { of, all: [] };
  const byName = new Map(clusters.map((cluster) => [cluster.name, cluster]));
  const isSelected = new Set(selected);
  for (const name of ranking.clusters) {
    const cluster = byName.get(name);
    if (cluster === undefined) continue;
    const domain = domainOf(constraints, cluster);
    const counts = all.get(domain) ?? { domain, selected: 0, candidates: 0 };
    counts.candidates += 1;
    if (isSelected.has(name)) counts.selected += 1;
    of.set(name, domain);
    all.set(domain, counts);
  }
  return { of, all: [...all.values()] };
}
