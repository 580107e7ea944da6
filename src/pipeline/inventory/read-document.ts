import type { Cluster } from '../../model/cluster.ts';
import { McpError } from '../../model/error.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { readArgoCluster } from './argo-cluster.ts';
import { isClusterList, readClusterList } from './cluster-list.ts';
import { isLease } from './lease.ts';
import { readManagedCluster } from './managed-cluster.ts';
import {
  readClusterApiCluster,
  readClusterProfile,
  readEksAnywhereCluster,
  readRancherFleetCluster,
} from './object-cluster.ts';

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

/** The clusters that a document tells of. Throws INVENTORY_FAILED for a kind that mcp does not know. */
export function readDocument(document: SourceDocument): readonly Cluster[] {
  if (isClusterList(document)) return readClusterList(document);
  if (isLease(document)) return [];
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
