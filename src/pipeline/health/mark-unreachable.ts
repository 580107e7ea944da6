import { availabilityTaints } from '../../model/cluster.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { ClusterHealth, FleetHealth } from '../../model/health.ts';

/** The clusters with OCM's taint on those that the record calls unreachable; their availability is unknown then. */
export function markUnreachable(
  clusters: readonly Cluster[],
  health: FleetHealth | null,
): readonly Cluster[] {
  const records = new Map(health?.clusters.map((record) => [record.name, record]));
  if (records.size === 0) return clusters;
  return clusters.map((cluster) => mark(cluster, records.get(cluster.name)));
}

function mark(cluster: Cluster, record: ClusterHealth | undefined): Cluster {
  if (record === undefined || record.unreachableSince === null) return cluster;
  const { misses, since, unreachableSince, reason } = record;
  const key = availabilityTaints.unreachable;
  const isTainted = cluster.taints.some((taint) => taint.key === key && taint.effect === 'NoSelect');
  const taint = { key, value: '', effect: 'NoSelect', timeAdded: unreachableSince } as const;
  return {
    ...cluster,
    taints: isTainted ? cluster.taints : [...cluster.taints, taint],
    availability: cluster.availability === 'unavailable' ? 'unavailable' : 'unknown',
    availabilityCause: `its API server missed ${misses} probes in a row (${reason})`,
    notSeenSince: since,
  };
}
