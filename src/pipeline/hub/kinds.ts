import type { HubKind } from '../../model/hub.ts';

/** How a kind is asked for. */
export interface HubKindFacts {
  readonly group: string;
  /** The versions that mcp reads, the preferred one first. */
  readonly versions: readonly string[];
  readonly kind: string;
  /** What is kept beside the metadata; the rest may hold credentials. */
  readonly keeps: readonly (readonly string[])[];
  /** Whether its objects are clusters, and not what placements use beside them. */
  readonly isCluster: boolean;
}

const all = [['spec'], ['status']];

const ocm = 'cluster.open-cluster-management.io';

/** Argo CD keeps its clusters in Secrets, which every API server has: its own kinds say that it is there. */
export const argo = {
  group: 'argoproj.io',
  labelSelector: 'argocd.argoproj.io/secret-type=cluster',
  namespace: 'argocd',
} as const;

/** Every kind that mcp reads from a hub; what an earlier one says of a cluster goes before what a later one says. */
export const hubKinds: Readonly<Record<HubKind, HubKindFacts>> = {
  ManagedCluster: { group: ocm, versions: ['v1'], kind: 'ManagedCluster', keeps: all, isCluster: true },
  ManagedClusterSet: {
    group: ocm,
    versions: ['v1beta2'],
    kind: 'ManagedClusterSet',
    keeps: all,
    isCluster: false,
  },
  ManagedClusterSetBinding: {
    group: ocm,
    versions: ['v1beta2'],
    kind: 'ManagedClusterSetBinding',
    keeps: all,
    isCluster: false,
  },
  AddOnPlacementScore: {
    group: ocm,
    versions: ['v1alpha1'],
    kind: 'AddOnPlacementScore',
    keeps: all,
    isCluster: false,
  },
  Secret: { group: '', versions: ['v1'], kind: 'Secret', keeps: [], isCluster: true },
  'Cluster.cluster.x-k8s.io': {
    group: 'cluster.x-k8s.io',
    versions: ['v1beta2', 'v1beta1'],
    kind: 'Cluster',
    keeps: [['spec', 'topology', 'version'], ['spec', 'controlPlaneEndpoint'], ['status']],
    isCluster: true,
  },
  'Cluster.anywhere.eks.amazonaws.com': {
    group: 'anywhere.eks.amazonaws.com',
    versions: ['v1alpha1'],
    kind: 'Cluster',
    keeps: [
      ['spec', 'kubernetesVersion'],
      ['spec', 'controlPlaneConfiguration', 'endpoint'],
    ],
    isCluster: true,
  },
  'Cluster.fleet.cattle.io': {
    group: 'fleet.cattle.io',
    versions: ['v1alpha1'],
    kind: 'Cluster',
    keeps: [],
    isCluster: true,
  },
  ClusterProfile: {
    group: 'multicluster.x-k8s.io',
    versions: ['v1alpha1'],
    kind: 'ClusterProfile',
    keeps: [['status']],
    isCluster: true,
  },
};

export const hubKindNames = Object.keys(hubKinds) as readonly HubKind[];
