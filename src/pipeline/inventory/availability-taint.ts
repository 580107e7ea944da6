import { availabilityTaints } from '../../model/cluster.ts';
import type { Cluster } from '../../model/cluster.ts';

/**
 * The cluster with the taint that OCM's taint controller gives it (pkg/registration/hub/taint): `unavailable` for a
 * condition that is False, `unreachable` for Unknown. Unlike there, a cluster of which nobody says anything gets none:
 * a ManagedCluster that was written by hand has no conditions.
 */
export function withAvailabilityTaint(cluster: Cluster, timeAdded: string | null): Cluster {
  if (cluster.availability === 'available' || cluster.availabilityCause === undefined) return cluster;
  const key = availabilityTaints[cluster.availability === 'unavailable' ? 'unavailable' : 'unreachable'];
  if (cluster.taints.some((taint) => taint.key === key && taint.effect === 'NoSelect')) return cluster;
  return { ...cluster, taints: [...cluster.taints, { key, value: '', effect: 'NoSelect', timeAdded }] };
}
