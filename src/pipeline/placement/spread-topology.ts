import type { Cluster } from '../../model/cluster.ts';
import type { SpreadConstraint } from '../../model/placement.ts';

/** The value of the topology key, which names the domain of the cluster; undefined: the cluster lacks the key. */
export function topologyOf(
  { topologyKey, topologyKeyType }: SpreadConstraint,
  { labels, claims }: Cluster,
): string | undefined {
  const from = topologyKeyType === 'Label' ? labels : claims;
  return Object.hasOwn(from, topologyKey) ? from[topologyKey] : undefined;
}

/** The domain of a cluster for people, such as `region=eu, zone=eu-1`. */
export function domainOf(constraints: readonly SpreadConstraint[], cluster: Cluster): string {
  return constraints
    .map((constraint) => {
      const value = topologyOf(constraint, cluster);
      return value === undefined ? `no ${constraint.topologyKey}` : `${constraint.topologyKey}=${value}`;
    })
    .join(', ');
}
