import type { Cluster } from '../../model/cluster.ts';
import { requirementsOf, satisfies } from '../../model/label-selector.ts';
import type { ClusterSet, ClusterSetBinding, Placement } from '../../model/placement.ts';
import type { Filter } from './filter.ts';

const setLabel = 'cluster.open-cluster-management.io/clusterset';

/** The sets that a placement may select from. */
export interface EligibleSets {
  /** How many existing sets are bound in the placement's namespace. */
  readonly bindings: number;
  /** Those of them that the placement names, sorted. */
  readonly names: readonly string[];
  readonly filter: Filter;
}

/**
 * The clusters of the sets that are bound in the placement's namespace and that it names (none named: all bound).
 * As on a hub, the sets `global` (every cluster) and `default` (clusters whose label names no other set) are there
 * without being written. A repository with neither sets nor bindings has no hub to bind on: every set counts as bound.
 */
export function clusterSetFilter(
  sets: readonly ClusterSet[],
  bindings: readonly ClusterSetBinding[],
): (placement: Placement) => EligibleSets {
  const documented = new Map(sets.map((set) => [set.name, set]));
  const unbound = sets.length === 0 && bindings.length === 0;

  return ({ namespace, clusterSets }) => {
    if (unbound && clusterSets.length === 0) return { bindings: 1, names: ['global'], filter: () => null };
    const bound = bindings
      .filter((binding) => binding.namespace === namespace)
      .map((binding) => binding.clusterSet)
      .filter((name) => documented.has(name) || name === 'default' || name === 'global');
    const candidates = [...new Set(unbound ? clusterSets : bound)].sort();
    const names = candidates.filter((name) => clusterSets.length === 0 || clusterSets.includes(name));
    const members = names.map((name) => membership(name, documented.get(name)));
    const reason =
      names.length === 0
        ? `No cluster set is bound in the namespace '${namespace}' for this placement.`
        : `The cluster is in none of the cluster sets ${names.join(', ')}.`;
    const filter: Filter = (cluster) => (members.some((isMember) => isMember(cluster)) ? null : reason);
    return { bindings: candidates.length, names, filter };
  };
}

/** The names of the sets that a cluster is a member of, sorted. */
export function clusterSetsOf(cluster: Cluster, sets: readonly ClusterSet[]): readonly string[] {
  const documented = new Map(sets.map((set) => [set.name, set]));
  const names = new Set([...documented.keys(), 'default', 'global']);
  return [...names].sort().filter((name) => membership(name, documented.get(name))(cluster));
}

type Membership = (cluster: Cluster) => boolean;

function membership(name: string, set: ClusterSet | undefined): Membership {
  if (set === undefined && name === 'global') return () => true;
  if (set === undefined || set.labelSelector === null) return (cluster) => exclusiveSetOf(cluster) === name;
  const requirements = requirementsOf(set.labelSelector);
  return ({ labels }) => requirements.every((requirement) => satisfies(requirement, labels));
}

/** The webhook of a hub puts clusters without the label into `default`. */
function exclusiveSetOf({ labels }: Cluster): string {
  const name = Object.hasOwn(labels, setLabel) ? labels[setLabel] : undefined;
  return name === undefined || name === '' ? 'default' : name;
}
