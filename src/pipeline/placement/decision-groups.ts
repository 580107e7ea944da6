import type { Cluster } from '../../model/cluster.ts';
import { requirementsOf, satisfies } from '../../model/label-selector.ts';
import type { DecisionGroup, GroupSelector, GroupStrategy } from '../../model/placement.ts';
import { Misconfigured } from './misconfigured.ts';

/**
 * Divides the selected clusters, which come by name: into the groups that the placement lists (a cluster goes into the
 * first that fits), each split at the size of a group, then the rest. There is always a group, if an empty one.
 * Source: generateDecisionGroups of OCM's scheduling controller. Throws Misconfigured.
 */
export function decisionGroups(
  { decisionGroups: listed, clustersPerDecisionGroup, position }: GroupStrategy,
  selected: readonly Cluster[],
): readonly DecisionGroup[] {
  const size = groupSize(clustersPerDecisionGroup, selected.length);
  if (size === null) {
    const message = `${clustersPerDecisionGroup} invalid type: string is not a percentage`;
    throw new Misconfigured('', message, position);
  }
  const groups: { readonly name: string; readonly clusters: readonly string[] }[] = [];
  let rest = selected;
  for (const { name, selector } of listed) {
    const fits = matcher(selector);
    groups.push(...split(name, rest.filter(fits), size));
    rest = rest.filter((cluster) => !fits(cluster));
  }
  groups.push(...split('', rest, size));
  if (groups.length === 0) groups.push({ name: '', clusters: [] });
  return groups.map((group, index) => ({ index, ...group }));
}

/** A share is rounded up; a size that makes no sense is that of all. Null: neither a number nor a share. */
function groupSize(per: number | string, total: number): number | null {
  const share = typeof per === 'number' ? null : /^(\d+(?:\.\d+)?)%$/.exec(per)?.[1];
  if (share === undefined) return null;
  const size = share === null ? Number(per) : Math.ceil((Number(share) / 100) * total);
  return size <= 0 || size > total ? total : size;
}

function matcher({ labelSelector, claimSelector }: GroupSelector): (cluster: Cluster) => boolean {
  const labels = requirementsOf(labelSelector);
  const claims = claimSelector.matchExpressions;
  return (cluster) =>
    labels.every((requirement) => satisfies(requirement, cluster.labels)) &&
    claims.every((requirement) => satisfies(requirement, cluster.claims));
}

function split(name: string, clusters: readonly Cluster[], size: number) {
  const names = clusters.map((cluster) => cluster.name);
  const parts = Array.from({ length: Math.ceil(names.length / size) || 0 }, (_, part) =>
    names.slice(part * size, (part + 1) * size),
  );
  return parts.map((part) => ({ name, clusters: part }));
}
