import type { Cluster } from '../../model/cluster.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { withAvailabilityTaint } from './availability-taint.ts';
import { checkClusterName } from './cluster-name.ts';
import { readCondition } from './condition.ts';
import { Fields } from '../../yaml/fields.ts';
import { readLabels } from './labels.ts';
import { readTaint } from './taint.ts';

/**
 * Reads an OCM `ManagedCluster` (cluster.open-cluster-management.io/v1). Without `spec.hubAcceptsClient` the cluster
 * counts as accepted: whoever may write to the policy repository has accepted it. What its
 * condition says of reaching it becomes a taint, as on a hub. Throws INVENTORY_FAILED.
 */
export function readManagedCluster(document: SourceDocument): Cluster {
  const root = new Fields(document);
  const metadata = root.object('metadata');
  const spec = root.object('spec');
  const status = root.object('status');
  const cluster: Cluster = {
    name: checkClusterName(metadata.requiredText('name'), metadata, ['name']),
    labels: readLabels(metadata),
    claims: Object.fromEntries(
      status.list('clusterClaims').map((claim) => [claim.requiredText('name'), claim.text('value') ?? '']),
    ),
    taints: spec.list('taints').map(readTaint),
    allocatable: status.quantities('allocatable'),
    capacity: status.quantities('capacity'),
    ...readCondition(status, 'ManagedClusterConditionAvailable'),
    accepted: spec.flag('hubAcceptsClient') ?? true,
    terminating: metadata.text('deletionTimestamp') !== undefined,
    managedCluster: document.value,
    position: document.positionOf([]),
  };
  return withAvailabilityTaint(cluster, cluster.notSeenSince ?? null);
}
