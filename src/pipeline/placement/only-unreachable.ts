import { availabilityTaints } from '../../model/cluster.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { Decision, Placement } from '../../model/placement.ts';
import { taintFilter } from './taint-filter.ts';

const keys: ReadonlySet<string> = new Set(Object.values(availabilityTaints));

/**
 * The clusters that a placement leaves out for nothing but that they cannot be reached or are not well. They count as
 * decided before, for a taint that keeps out new clusters alone. Pure.
 */
export function onlyUnreachable(
  { tolerations }: Placement,
  { dropped }: Decision,
  clusters: ReadonlyMap<string, Cluster>,
  now: Date,
): readonly string[] {
  const refused = dropped.flatMap(({ cluster, step }) =>
    step === 'Taint' ? (clusters.get(cluster) ?? []) : [],
  );
  if (refused.length === 0) return [];
  const filter = taintFilter(tolerations, new Map(refused.map(({ name }) => [name, name])), now);
  return refused
    .filter(
      (cluster) =>
        filter({ ...cluster, taints: cluster.taints.filter(({ key }) => !keys.has(key)) }) === null,
    )
    .map(({ name }) => name);
}
