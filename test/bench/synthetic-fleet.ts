import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const environments = ['production', 'staging'];
const regions = ['eu', 'us', 'ap'];
const tiers = ['gold', 'silver', 'bronze', 'edge'];

/** 2 environments x 3 regions x 4 tiers. */
const labelGroups = 24;
const namespaces = 13;

/**
 * Writes a policy repository: `clusters` ManagedClusters, a file each, spread over 24 label groups, and one baseline of
 * 40 manifests (13 namespaces with three manifests each, and one for the cluster) that differ from group to group.
 */
export function writeSyntheticFleet(directory: string, clusters: number, fleetRepository: string): void {
  const write = (file: string, text: string): void => {
    const path = join(directory, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  write('mcp.yaml', fleetYaml(fleetRepository));
  write('placements/all.yaml', placementYaml);
  write('templates/bench/cluster.yaml', clusterRoleYaml);
  for (let index = 0; index < namespaces; index += 1)
    write(`templates/bench/team-${index}.yaml`, namespaceYaml(index));
  for (let index = 0; index < clusters; index += 1) {
    const { file, text } = managedCluster(index);
    write(file, text);
  }
}

/** One cluster of the fleet; equal indices modulo 24 have equal labels. */
export function managedCluster(
  index: number,
  labels: Readonly<Record<string, string>> = {},
): { file: string; text: string } {
  const name = `cluster-${String(index).padStart(6, '0')}`;
  const group = index % labelGroups;
  const all = {
    environment: environments[group % 2],
    region: regions[Math.floor(group / 2) % 3],
    tier: tiers[Math.floor(group / 6)],
    ...labels,
  };
  const text = `apiVersion: cluster.open-cluster-management.io/v1
kind: ManagedCluster
metadata:
  name: ${name}
  labels:
${Object.entries(all)
  .map(([key, value]) => `    ${key}: ${value}`)
  .join('\n')}
spec:
  hubAcceptsClient: true
  leaseDurationSeconds: 60
status:
  clusterClaims:
    - { name: platform.open-cluster-management.io, value: AWS }
    - { name: kubeversion.open-cluster-management.io, value: v1.34.2 }
  allocatable: { cpu: "64", memory: 256Gi }
  capacity: { cpu: "64", memory: 256Gi }
  conditions:
    - type: ManagedClusterConditionAvailable
      status: "True"
      reason: ManagedClusterAvailable
      message: Managed cluster is available
      lastTransitionTime: "2026-11-01T00:00:00Z"
`;
  return { file: `clusters/${name}.yaml`, text };
}

function fleetYaml(repository: string): string {
  return `apiVersion: mcp.policy/v1alpha1
kind: Fleet
metadata: { name: bench }
spec:
  inventory:
    - path: clusters/
  delivery:
    repository: ${repository}
    branch: cluster/\${cluster.name}
  policies: [security-baseline]
---
apiVersion: mcp.policy/v1alpha1
kind: Baseline
metadata: { name: bench }
spec:
  placement: all
  templates: [templates/bench]
`;
}

const placementYaml = `apiVersion: cluster.open-cluster-management.io/v1beta1
kind: Placement
metadata: { name: all, namespace: default }
spec:
  predicates:
    - requiredClusterSelector:
        labelSelector:
          matchExpressions:
            - { key: environment, operator: Exists }
`;

const group = "${cluster.labels.environment + '-' + cluster.labels.region + '-' + cluster.labels.tier}";

const clusterRoleYaml = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: baseline-viewer
  labels: { group: "${group}" }
rules:
  - { apiGroups: [""], resources: [pods, services], verbs: [get, list, watch] }
`;

function namespaceYaml(index: number): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: team-${index}
  labels:
    group: "${group}"
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/enforce-version: latest
    pod-security.kubernetes.io/warn: restricted
    pod-security.kubernetes.io/audit: restricted
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: team-${index}
  labels: { group: "${group}" }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
---
apiVersion: v1
kind: ResourceQuota
metadata:
  name: quota
  namespace: team-${index}
  labels: { group: "${group}" }
spec:
  hard:
    requests.cpu: "\${cluster.labels.tier == 'gold' ? '64' : '16'}"
    requests.memory: 64Gi
    pods: "200"
`;
}
