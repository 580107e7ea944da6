import type { Cluster } from '../../model/cluster.ts';
import { McpError } from '../../model/error.ts';
import { formatPosition } from '../../model/position.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { flattenLists } from '../../yaml/flatten-lists.ts';
import { readArgoCluster } from './argo-cluster.ts';
import { readManagedCluster } from './managed-cluster.ts';

export { changeLabels } from './change-labels.ts';

/** What each kind tells of a cluster; null where it tells of none. */
const readers: Readonly<Record<string, (document: SourceDocument) => Cluster | null>> = {
  'cluster.open-cluster-management.io/v1 ManagedCluster': readManagedCluster,
  'v1 Secret': readArgoCluster,
};

/** What stands beside clusters in repositories that a hub is kept from, and says nothing of which clusters there are. */
const companions = [
  /^v1 Namespace$/,
  /^kustomize\.config\.k8s\.io\/\w+ Kustomization$/,
  /^cluster\.open-cluster-management\.io\/\w+ (ManagedClusterSet|ManagedClusterSetBinding|PlacementDecision|AddOnPlacementScore)$/,
  /^addon\.open-cluster-management\.io\/\w+ ManagedClusterAddOn$/,
  /^agent\.open-cluster-management\.io\/\w+ KlusterletAddonConfig$/,
];

/**
 * Reads the clusters of an inventory from OCM `ManagedCluster`s and Argo CD cluster Secrets, sorted by name.
 *
 * @param named where the configuration names the inventory
 * @throws McpError INVENTORY_FAILED for a document that cannot be read, a kind that mcp does not know, a name given
 * twice, and when there is no cluster at all: a failing inventory must never look like "remove everything".
 */
export function readInventory(
  documents: readonly SourceDocument[],
  named: SourcePosition | undefined,
): readonly Cluster[] {
  const clusters = new Map<string, Cluster>();
  for (const document of flattenLists(documents)) {
    const cluster = readDocument(document);
    if (cluster === null) continue;
    const other = clusters.get(cluster.name);
    if (other !== undefined) throw givenTwice(cluster, other);
    clusters.set(cluster.name, cluster);
  }
  if (clusters.size === 0) {
    throw new McpError('INVENTORY_FAILED', 'The inventory holds no cluster.', {
      position: named,
      hint: 'Put ManagedClusters or Argo CD cluster Secrets into the folders that spec.inventory of mcp.yaml names.',
    });
  }
  return [...clusters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readDocument(document: SourceDocument): Cluster | null {
  const { apiVersion, kind } = document.value;
  const named = typeof apiVersion === 'string' && typeof kind === 'string';
  const type = named ? `${apiVersion} ${kind}` : '';
  if (Object.hasOwn(readers, type)) return readers[type]?.(document) ?? null;
  if (companions.some((companion) => companion.test(type))) return null;
  throw new McpError(
    'INVENTORY_FAILED',
    named
      ? `mcp reads no clusters from the kind ${kind} (${apiVersion}).`
      : 'The document has no apiVersion and kind.',
    {
      position: document.positionOf(named ? ['kind'] : []),
      hint: `An inventory holds ${Object.keys(readers).join(', or ')}; move other files out of its folder.`,
    },
  );
}

function givenTwice(cluster: Cluster, other: Cluster): McpError {
  return new McpError(
    'INVENTORY_FAILED',
    `The cluster '${cluster.name}' is given twice; the other one is at ${formatPosition(other.position)}.`,
    { position: cluster.position, hint: 'Remove or rename one of the two.' },
  );
}
