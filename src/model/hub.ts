import type { SourceDocument } from './document.ts';
import type { SourcePosition } from './position.ts';

/** Kinds that mcp reads from a hub, as kubectl names them: `Kind`, with the group where several groups have it. */
export type HubKind =
  | 'ManagedCluster'
  | 'ManagedClusterSet'
  | 'ManagedClusterSetBinding'
  | 'AddOnPlacementScore'
  | 'Secret'
  | 'Cluster.cluster.x-k8s.io'
  | 'Cluster.anywhere.eks.amazonaws.com'
  | 'Cluster.fleet.cattle.io'
  | 'ClusterProfile';

/** An entry of `spec.inventory` that is a hub, defaults applied. */
export interface HubConfig {
  /** Of the kubeconfig; null: its current one, or the pod's own service account. */
  readonly context: string | null;
  /** An absolute path, or one that begins with `~/`; null: KUBECONFIG, then `~/.kube/config`. */
  readonly kubeconfig: string | null;
  /** Null: every kind that the hub serves. */
  readonly kinds: readonly HubKind[] | null;
  /** For namespaced kinds; null: all, and `argocd` for Argo CD's Secrets. */
  readonly namespaces: readonly string[] | null;
  /** Whether a hub without any cluster is meant. */
  readonly allowEmpty: boolean;
  readonly position: SourcePosition;
}

/** The objects of one kind as a hub lists them. */
export interface HubList {
  readonly kind: HubKind;
  /** Whether they are clusters, and not what placements use beside them. */
  readonly isCluster: boolean;
  readonly documents: readonly SourceDocument[];
  /** Of each list that it was read by (one a namespace): where a watch goes on from. */
  readonly resourceVersions: readonly string[];
}

/** What a hub said, kinds in the order in which the first goes before the others. */
export interface HubInventory {
  /** The context, or `in-cluster`. */
  readonly name: string;
  readonly lists: readonly HubList[];
}

/** Asks a hub, once in a run; throws McpError INVENTORY_FAILED, HUB_AUTH, HUB_UNREACHABLE, INTERRUPTED. */
export type HubReader = (hub: HubConfig) => Promise<HubInventory>;
