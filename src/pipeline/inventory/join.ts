import type { Cluster, Taint } from '../../model/cluster.ts';

/**
 * What two entries of the inventory say of one cluster. For each label, claim, taint and resource, the first entry that
 * gives it wins; an availability that is known goes before an unknown one. A cluster is accepted when both accept it, and
 * terminating when either says so: a list beside a hub must not bring in what the hub keeps out.
 */
export function joinClusters(first: Cluster, second: Cluster): Cluster {
  const managedCluster = first.managedCluster ?? second.managedCluster;
  const { availability, availabilityCause, notSeenSince } = first.availability === 'unknown' ? second : first;
  return {
    name: first.name,
    labels: { ...second.labels, ...first.labels },
    claims: { ...second.claims, ...first.claims },
    taints: joinTaints(first.taints, second.taints),
    allocatable: { ...second.allocatable, ...first.allocatable },
    capacity: { ...second.capacity, ...first.capacity },
    availability,
    ...(availabilityCause === undefined ? {} : { availabilityCause }),
    ...(notSeenSince === undefined ? {} : { notSeenSince }),
    accepted: first.accepted && second.accepted,
    terminating: first.terminating || second.terminating,
    ...(managedCluster === undefined ? {} : { managedCluster }),
    position: first.position,
  };
}

/** OCM tells taints apart by key and effect. */
function joinTaints(first: readonly Taint[], second: readonly Taint[]): readonly Taint[] {
  const isGiven = ({ key, effect }: Taint) =>
    first.some((taint) => taint.key === key && taint.effect === effect);
  return [...first, ...second.filter((taint) => !isGiven(taint))];
}
