import type { Cluster } from '../../model/cluster.ts';
import { isJsonObject } from '../../model/json.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { Fields } from '../../yaml/fields.ts';

/** Both from OCM's lease controller (pkg/registration/hub/lease): the name, and how many durations a lease is good for. */
const leaseName = 'managed-cluster-lease';
const leaseDurationTimes = 5;
/** Seconds, where the ManagedCluster gives none. */
const defaultDuration = 60;

/** Whether a document is a Lease, of whatever. */
export function isLease({ value }: SourceDocument): boolean {
  return value['apiVersion'] === 'coordination.k8s.io/v1' && value['kind'] === 'Lease';
}

/**
 * Gives a cluster the lease that its agent renews on the hub: `managed-cluster-lease` in the namespace of its name, good for
 * five times `spec.leaseDurationSeconds` of the ManagedCluster. Other leases say nothing of clusters. Throws
 * INVENTORY_FAILED.
 */
export function withLease(clusters: Map<string, Cluster>, document: SourceDocument): void {
  const root = new Fields(document);
  const metadata = root.object('metadata');
  const cluster = clusters.get(metadata.text('namespace') ?? '');
  const renewed = root.object('spec').time('renewTime');
  if (metadata.text('name') !== leaseName || cluster === undefined || renewed === undefined) return;
  const time = Date.parse(renewed);
  const until = time + leaseDurationTimes * durationOf(cluster) * 1000;
  const lease = { renewed: new Date(time).toISOString(), until: new Date(until).toISOString() };
  clusters.set(cluster.name, { ...cluster, lease });
}

/** As on a hub, 0 counts as not given. */
function durationOf({ managedCluster }: Cluster): number {
  const spec = managedCluster?.['spec'] ?? null;
  const seconds = isJsonObject(spec) ? spec['leaseDurationSeconds'] : undefined;
  const isDuration = Number.isInteger(seconds) && Number(seconds) > 0 && Number(seconds) < 2 ** 31;
  return isDuration ? Number(seconds) : defaultDuration;
}
