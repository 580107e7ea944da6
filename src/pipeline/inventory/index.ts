import type { Cluster } from '../../model/cluster.ts';
import type { Endpoint, EndpointProblem } from '../../model/endpoint.ts';
import { McpError } from '../../model/error.ts';
import { formatPosition } from '../../model/position.ts';
import type { InventorySource } from '../../model/workspace.ts';
import { documentsOf } from './documents-of.ts';
import { readEndpoint } from './endpoint.ts';
import { joinClusters } from './join.ts';
import { isLease, withLease } from './lease.ts';
import { readDocument } from './read-document.ts';

export { changeLabels } from './change-labels.ts';
export { originsOf } from './origins.ts';
export { seenAt } from './seen-at.ts';

/**
 * Reads the clusters of an inventory, sorted by name. What several entries say of one cluster is joined
 * (`joinClusters`), the entries in the order of `spec.inventory`.
 *
 * @throws McpError INVENTORY_FAILED for a document that cannot be read, a kind that mcp does not know, a name given
 * twice within one entry, and an entry without any cluster: a failing inventory must never look like "remove everything".
 */
export function readInventory(sources: readonly InventorySource[]): readonly Cluster[] {
  const clusters = new Map<string, Cluster>();
  for (const source of sources) {
    for (const [name, cluster] of readSource(source)) {
      const known = clusters.get(name);
      clusters.set(name, known === undefined ? cluster : joinClusters(known, cluster));
    }
  }
  const leases = sources.flatMap((source) => documentsOf(source).filter(isLease));
  for (const lease of leases) withLease(clusters, lease);
  return [...clusters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Where the API server of each cluster answers, sorted by name: what the first entry says that gives an endpoint; null
 * where none does. Throws what `readInventory` throws.
 */
export function readEndpoints(
  sources: readonly InventorySource[],
): ReadonlyMap<string, Endpoint | EndpointProblem | null> {
  const endpoints = new Map<string, Endpoint | EndpointProblem | null>();
  for (const document of sources.flatMap(documentsOf)) {
    for (const [index, { name }] of readDocument(document).entries()) {
      endpoints.set(name, endpoints.get(name) ?? readEndpoint(document, index));
    }
  }
  return new Map([...endpoints].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readSource(source: InventorySource): ReadonlyMap<string, Cluster> {
  const clusters = new Map<string, Cluster>();
  for (const cluster of documentsOf(source).flatMap(readDocument)) {
    const other = clusters.get(cluster.name);
    if (other !== undefined) throw givenTwice(cluster, other);
    clusters.set(cluster.name, cluster);
  }
  if (clusters.size > 0) return clusters;
  throw new McpError('INVENTORY_FAILED', 'The inventory holds no cluster.', {
    position: source.position,
    hint: 'Put clusters of a kind that mcp reads (docs/platform-engineers.md), or a list of them, where this entry of spec.inventory points.',
  });
}

function givenTwice(cluster: Cluster, other: Cluster): McpError {
  return new McpError(
    'INVENTORY_FAILED',
    `The cluster '${cluster.name}' is given twice; the other one is at ${formatPosition(other.position)}.`,
    { position: cluster.position, hint: 'Remove or rename one of the two.' },
  );
}
