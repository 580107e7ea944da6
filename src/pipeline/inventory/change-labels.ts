import type { Cluster } from '../../model/cluster.ts';
import { McpError } from '../../model/error.ts';
import type { LabelChange } from '../../model/explanation.ts';
import { isJsonObject } from '../../model/json.ts';
import { didYouMean } from '../../runtime/nearest.ts';
import { readManagedCluster } from './managed-cluster.ts';

/**
 * The clusters with other labels, by name. A cluster that the inventory lacks is added, as a ManagedCluster with nothing
 * but these labels. Throws INVENTORY_FAILED for names and labels that an API server refuses, USAGE for a label to be
 * removed that the cluster lacks.
 */
export function changeLabels(
  clusters: readonly Cluster[],
  changes: readonly LabelChange[],
): readonly Cluster[] {
  const byName = new Map(clusters.map((cluster) => [cluster.name, cluster]));
  for (const change of changes) byName.set(change.cluster, changed(byName.get(change.cluster), change));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function changed(before: Cluster | undefined, { cluster: name, set, remove }: LabelChange): Cluster {
  const labels = new Map(Object.entries(before?.labels ?? {}));
  for (const key of remove) {
    if (labels.delete(key)) continue;
    throw new McpError('USAGE', `the cluster ${name} has no label ${key} to remove`, {
      hint: didYouMean(key, labels.keys(), `It has: ${[...labels.keys()].join(', ') || 'none'}.`),
    });
  }
  for (const [key, value] of Object.entries(set)) labels.set(key, value);
  const metadata = { name, labels: Object.fromEntries(labels) };
  const file = '--what-if';
  const value = { apiVersion: 'cluster.open-cluster-management.io/v1', kind: 'ManagedCluster', metadata };
  const made = readManagedCluster({ file, value, positionOf: () => ({ file, line: 1, column: 1 }) });
  if (before === undefined) return made;
  const { managedCluster } = before;
  if (managedCluster === undefined) return { ...before, labels: made.labels };
  const written = managedCluster['metadata'];
  return {
    ...before,
    labels: made.labels,
    managedCluster: {
      ...managedCluster,
      metadata: { ...(isJsonObject(written) ? written : {}), labels: metadata.labels },
    },
  };
}
