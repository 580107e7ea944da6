import type { Cluster } from '../../model/cluster.ts';
import { McpError } from '../../model/error.ts';
import { formatPosition } from '../../model/position.ts';
import type { InventorySource, SourceDocument } from '../../model/workspace.ts';
import { flattenLists } from '../../yaml/flatten-lists.ts';
import { readArgoCluster } from './argo-cluster.ts';
import { isClusterList, readClusterList } from './cluster-list.ts';
import { joinClusters } from './join.ts';
import { readManagedCluster } from './managed-cluster.ts';
import {
  readClusterApiCluster,
  readClusterProfile,
  readEksAnywhereCluster,
  readRancherFleetCluster,
} from './object-cluster.ts';

export { changeLabels } from './change-labels.ts';

/** What each kind tells of a cluster; null where it tells of none. */
const readers: Readonly<Record<string, (document: SourceDocument) => Cluster | null>> = {
  'cluster.open-cluster-management.io/v1 ManagedCluster': readManagedCluster,
  'v1 Secret': readArgoCluster,
  'cluster.x-k8s.io/v1beta1 Cluster': readClusterApiCluster,
  'cluster.x-k8s.io/v1beta2 Cluster': readClusterApiCluster,
  'anywhere.eks.amazonaws.com/v1alpha1 Cluster': readEksAnywhereCluster,
  'fleet.cattle.io/v1alpha1 Cluster': readRancherFleetCluster,
  'multicluster.x-k8s.io/v1alpha1 ClusterProfile': readClusterProfile,
};

/** What stands beside clusters in repositories that a hub is kept from, and says nothing of which clusters there are. */
const companions = [
  /^v1 Namespace$/,
  /^kustomize\.config\.k8s\.io\/\w+ Kustomization$/,
  /^cluster\.open-cluster-management\.io\/\w+ (ManagedClusterSet|ManagedClusterSetBinding|PlacementDecision|AddOnPlacementScore)$/,
  /^addon\.open-cluster-management\.io\/\w+ ManagedClusterAddOn$/,
  // What a Cluster of Cluster API or EKS Anywhere is made of: machines, data centres, control planes.
  /^([a-z]+\.)?cluster\.x-k8s\.io\/\w+ (?!Cluster$)\w+$/,
  /^anywhere\.eks\.amazonaws\.com\/\w+ (?!Cluster$)\w+$/,
  /^agent\.open-cluster-management\.io\/\w+ KlusterletAddonConfig$/,
];

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
  return [...clusters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readSource({ documents, position }: InventorySource): ReadonlyMap<string, Cluster> {
  const clusters = new Map<string, Cluster>();
  for (const cluster of flattenLists(documents).flatMap(readDocument)) {
    const other = clusters.get(cluster.name);
    if (other !== undefined) throw givenTwice(cluster, other);
    clusters.set(cluster.name, cluster);
  }
  if (clusters.size > 0) return clusters;
  throw new McpError('INVENTORY_FAILED', 'The inventory holds no cluster.', {
    position,
    hint: 'Put clusters of a kind that mcp reads (docs/platform-engineers.md), or a list of them, where this entry of spec.inventory points.',
  });
}

function readDocument(document: SourceDocument): readonly Cluster[] {
  if (isClusterList(document)) return readClusterList(document);
  const { apiVersion, kind } = document.value;
  const named = typeof apiVersion === 'string' && typeof kind === 'string';
  const type = named ? `${apiVersion} ${kind}` : '';
  if (Object.hasOwn(readers, type)) {
    const cluster = readers[type]?.(document) ?? null;
    return cluster === null ? [] : [cluster];
  }
  if (companions.some((companion) => companion.test(type))) return [];
  throw new McpError(
    'INVENTORY_FAILED',
    named
      ? `mcp reads no clusters from the kind ${kind} (${apiVersion}).`
      : 'The document has no apiVersion and kind.',
    {
      position: document.positionOf(named ? ['kind'] : []),
      hint: `An inventory holds ${Object.keys(readers).join(', ')}, or a list under 'clusters'; move other files out of its folder.`,
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
