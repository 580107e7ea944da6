import type { JsonObject } from '../../model/json.ts';
import type { Decision, DecisionGroup } from '../../model/placement.ts';

const group = 'cluster.open-cluster-management.io';
/** An API server would accept more, but consumers of a hub count on it. */
const mostClusters = 100;

/**
 * A decision as the objects that a hub writes: at most 100 clusters each, numbered from 1 over all groups, at least one
 * for each group even if it is empty (generateDecision of OCM's scheduling controller). Without owner: there is no hub.
 */
export function placementDecisions({ placement, groups }: Decision): readonly JsonObject[] {
  const { namespace, name } = placement;
  return groups
    .flatMap(slices)
    .map(({ index, name: groupName, clusters }, number) => ({
      apiVersion: `${group}/v1beta1`,
      kind: 'PlacementDecision',
      metadata: {
        name: `${name}-decision-${number + 1}`,
        namespace,
        labels: {
          [`${group}/decision-group-index`]: String(index),
          [`${group}/decision-group-name`]: groupName,
          [`${group}/placement`]: name,
        },
      },
      status: { decisions: clusters.map((clusterName) => ({ clusterName, reason: '' })) },
    }));
}

function slices({ index, name, clusters }: DecisionGroup): readonly DecisionGroup[] {
  const count = Math.max(1, Math.ceil(clusters.length / mostClusters));
  return Array.from({ length: count }, (_, slice) => ({
    ...{ index, name },
    clusters: clusters.slice(slice * mostClusters, (slice + 1) * mostClusters),
  }));
}
