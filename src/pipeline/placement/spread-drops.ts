import type { Cluster } from '../../model/cluster.ts';
import type { DroppedCluster, Ranking, SpreadConstraint } from '../../model/placement.ts';
import { spread } from './spread.ts';
import type { Domain } from './spread-domain.ts';
import { DividedDomain } from './spread-domain.ts';
import { domainOf, topologyOf } from './spread-topology.ts';

/** The ranked clusters that a spread selection of `most` leaves out, with the reason; the others are selected. */
export function spreadDrops(
  constraints: readonly SpreadConstraint[],
  candidates: readonly Cluster[],
  { totals }: Ranking,
  most: number,
): ReadonlyMap<string, Pick<DroppedCluster, 'step' | 'reason'>> {
  const { selected, root, keyless } = spread(constraints, candidates, most);
  const taken = new Set(selected);
  const isFull = selected.length === most;
  const drops = new Map<string, Pick<DroppedCluster, 'step' | 'reason'>>();
  const selectedIn = countDomains(
    constraints,
    selected.map((rank) => candidates[rank]),
  );
  for (const [rank, cluster] of candidates.entries()) {
    if (taken.has(rank)) continue;
    const missing = keyless.get(rank);
    if (missing !== undefined) drops.set(cluster.name, { step: 'Spread', reason: lacks(missing) });
    else if (isFull) {
      const domain = domainOf(constraints, cluster);
      const reason = `${domain} gets ${selectedIn.get(domain) ?? 0} of ${most} clusters; with a score of ${totals[rank] ?? 0} it is not among them.`;
      drops.set(cluster.name, { step: 'NumberOfClusters', reason });
    } else drops.set(cluster.name, { step: 'Spread', reason: exceeds(root, cluster) });
  }
  return drops;
}

function countDomains(
  constraints: readonly SpreadConstraint[],
  clusters: readonly (Cluster | undefined)[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const cluster of clusters) {
    if (cluster === undefined) continue;
    const domain = domainOf(constraints, cluster);
    counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  return counts;
}

function lacks({ topologyKey, topologyKeyType }: SpreadConstraint): string {
  return `The ${topologyKeyType.toLowerCase()} ${topologyKey}, by which the placement spreads (DoNotSchedule), is missing.`;
}

/** The first constraint on the way to the cluster whose domain has clusters left and may not give them. */
function exceeds(domain: Domain, cluster: Cluster): string {
  if (!(domain instanceof DividedDomain)) throw new Error(`nothing holds back ${cluster.name}`);
  const { constraint, parts, keyless } = domain;
  const value = topologyOf(constraint, cluster);
  const part = value === undefined ? keyless : parts.get(value);
  if (part === null || part === undefined) throw new Error(`${cluster.name} is in no domain`);
  if (value === undefined || part.next === undefined) return exceeds(part, cluster);
  const [fewest, least] = [...parts].reduce((a, b) => (b[1].taken < a[1].taken ? b : a));
  const key = constraint.topologyKey;
  return `${key}=${value} has ${part.taken}, and ${key}=${fewest} has ${least.taken} and no further one: more would exceed maxSkew ${constraint.maxSkew}.`;
}
