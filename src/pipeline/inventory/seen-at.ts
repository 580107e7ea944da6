import type { Cluster } from '../../model/cluster.ts';
import { withAvailabilityTaint } from './availability-taint.ts';

/** The clusters as a hub sees them at a moment: of one whose lease has run out, nobody knows whether it is there. Pure. */
export function seenAt(clusters: readonly Cluster[], now: Date): readonly Cluster[] {
  return clusters.map((cluster) => {
    const { lease } = cluster;
    if (lease === undefined || now.getTime() < Date.parse(lease.until)) return cluster;
    const unknown: Cluster = {
      ...cluster,
      availability: 'unknown',
      availabilityCause: `its lease on the hub was last renewed at ${lease.renewed}`,
      notSeenSince: lease.renewed,
    };
    return withAvailabilityTaint(unknown, lease.until);
  });
}
