import type { Cluster } from '../../model/cluster.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { checkClusterName } from './cluster-name.ts';
import { readCondition } from './condition.ts';
import type { Reachability } from './condition.ts';
import { Fields } from '../../yaml/fields.ts';
import { readLabels } from './labels.ts';

/** The claim that OCM's agents make of the version of Kubernetes; policies read it under this name. */
const versionClaim = 'kubeversion.open-cluster-management.io';

/** What a kind says of a cluster beside its name and labels. */
interface Facts extends Reachability {
  readonly claims: Readonly<Record<string, string>>;
}

/**
 * Cluster API `Cluster` (cluster.x-k8s.io): `spec.topology.version`, and whether the management cluster reaches the API
 * server (`RemoteConnectionProbe`, which v1beta1 has below `status.v1beta2`). Throws INVENTORY_FAILED.
 */
export function readClusterApiCluster(document: SourceDocument): Cluster {
  const isOlder = document.value['apiVersion'] === 'cluster.x-k8s.io/v1beta1';
  return readObject(document, (spec, status) => ({
    claims: versionClaims(spec.object('topology').text('version')),
    ...readCondition(isOlder ? status.object('v1beta2') : status, 'RemoteConnectionProbe'),
  }));
}

/** EKS Anywhere `Cluster`: `spec.kubernetesVersion`, which names a minor version. Throws INVENTORY_FAILED. */
export function readEksAnywhereCluster(document: SourceDocument): Cluster {
  return readObject(document, (spec) => ({
    claims: versionClaims(spec.text('kubernetesVersion')),
    availability: 'unknown',
  }));
}

/** Rancher Fleet `Cluster`: labels alone; its `Ready` is about bundles, not about the cluster. Throws INVENTORY_FAILED. */
export function readRancherFleetCluster(document: SourceDocument): Cluster {
  return readObject(document, () => ({ claims: {}, availability: 'unknown' }));
}

/**
 * SIG-Multicluster `ClusterProfile`: properties become claims (OCM makes them of its claims), the version is
 * `status.version.kubernetes`, availability `ControlPlaneHealthy`. Access providers are not looked at. Throws
 * INVENTORY_FAILED.
 */
export function readClusterProfile(document: SourceDocument): Cluster {
  return readObject(document, (_, status) => ({
    claims: {
      ...versionClaims(status.object('version').text('kubernetes')),
      ...Object.fromEntries(
        status
          .list('properties')
          .map((property) => [property.requiredText('name'), property.text('value') ?? '']),
      ),
    },
    ...readCondition(status, 'ControlPlaneHealthy'),
  }));
}

function readObject(document: SourceDocument, facts: (spec: Fields, status: Fields) => Facts): Cluster {
  const root = new Fields(document);
  const metadata = root.object('metadata');
  return {
    name: checkClusterName(metadata.requiredText('name'), metadata, ['name']),
    labels: readLabels(metadata),
    ...facts(root.object('spec'), root.object('status')),
    taints: [],
    allocatable: {},
    capacity: {},
    accepted: true,
    terminating: metadata.text('deletionTimestamp') !== undefined,
    position: document.positionOf([]),
  };
}

function versionClaims(version: string | undefined): Readonly<Record<string, string>> {
  if (version === undefined || version === '') return {};
  return { [versionClaim]: version.startsWith('v') ? version : `v${version}` };
}
