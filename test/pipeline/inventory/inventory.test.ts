import { describe, expect, it } from 'vitest';
import { McpError } from '../../../src/model/error.ts';
import { formatPosition } from '../../../src/model/position.ts';
import { readInventory } from '../../../src/pipeline/inventory/index.ts';
import { parseDocuments } from '../../../src/yaml/parse.ts';

function read(...files: string[]) {
  const documents = files.flatMap((text, index) => parseDocuments(text, `clusters/${index}.yaml`));
  return readInventory([{ documents, position: { file: 'mcp.yaml', line: 7, column: 7 } }]);
}

function failure(...files: string[]): string {
  try {
    read(...files);
  } catch (error) {
    if (!(error instanceof McpError)) throw error;
    expect(error.code).toBe('INVENTORY_FAILED');
    const place = error.position ? `${formatPosition(error.position)} ` : '';
    return `${place}${error.message}${error.hint ? ` | ${error.hint}` : ''}`;
  }
  return 'no error';
}

const managed = (name: string, rest = '') =>
  `apiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedCluster\nmetadata:\n  name: ${name}\n${rest}`;

const argo = (rest: string, type = 'cluster') =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  labels:\n    argocd.argoproj.io/secret-type: ${type}\n${rest}`;

describe('ManagedCluster', () => {
  it('is read with everything that placement and templates look at', () => {
    const text = `
apiVersion: cluster.open-cluster-management.io/v1
kind: ManagedCluster
metadata:
  name: berlin-1
  labels: { environment: production, region.example.com/name: eu, empty: '' }
spec:
  hubAcceptsClient: true
  taints:
    - { key: gpu, value: 'true', effect: NoSelect, timeAdded: 2026-01-02T03:04:05Z }
    - { key: maintenance, effect: NoSelectIfNew }
status:
  clusterClaims:
    - { name: id.k8s.io, value: abc }
  allocatable: { cpu: 16, memory: 64Gi }
  capacity: { cpu: '16' }
  conditions:
    - { type: HubAcceptedManagedCluster, status: 'True' }
    - { type: ManagedClusterConditionAvailable, status: 'False' }
`;
    expect(read(text)).toEqual([
      {
        name: 'berlin-1',
        labels: { environment: 'production', 'region.example.com/name': 'eu', empty: '' },
        claims: { 'id.k8s.io': 'abc' },
        taints: [
          { key: 'gpu', value: 'true', effect: 'NoSelect', timeAdded: '2026-01-02T03:04:05Z' },
          { key: 'maintenance', value: '', effect: 'NoSelectIfNew', timeAdded: null },
          {
            key: 'cluster.open-cluster-management.io/unavailable',
            value: '',
            effect: 'NoSelect',
            timeAdded: null,
          },
        ],
        allocatable: { cpu: '16', memory: '64Gi' },
        capacity: { cpu: '16' },
        availability: 'unavailable',
        availabilityCause: 'the condition ManagedClusterConditionAvailable is False',
        accepted: true,
        terminating: false,
        managedCluster: expect.objectContaining({ kind: 'ManagedCluster' }),
        position: { file: 'clusters/0.yaml', line: 2, column: 1 },
      },
    ]);
  });

  it('needs nothing but a name', () => {
    expect(read(managed('a'))).toMatchObject([
      { accepted: true, availability: 'unknown', labels: {}, taints: [] },
    ]);
  });

  it.each([
    ['spec: { hubAcceptsClient: false }', { accepted: false }],
    ['  deletionTimestamp: 2026-01-01T00:00:00Z', { terminating: true }],
    [
      "status: { conditions: [{ type: ManagedClusterConditionAvailable, status: 'True' }] }",
      { availability: 'available' },
    ],
    [
      'status: { conditions: [{ type: ManagedClusterConditionAvailable, status: Unknown }] }',
      { availability: 'unknown' },
    ],
    [
      'spec: { taints: [{ key: k, effect: NoSelect, timeAdded: 1970-01-01T00:00:00Z }] }',
      { taints: [{ timeAdded: '1970-01-01T00:00:00Z' }] },
    ],
    ['status: { conditions: null }', { availability: 'unknown' }],
  ])('reads %s', (rest, expected) => {
    expect(read(managed('a', rest))).toMatchObject([expected]);
  });
});

describe('an Argo CD cluster Secret', () => {
  it('gives the name and the labels that are not Argo CD’s', () => {
    const data = `    environment: production\ndata:\n  name: ${Buffer.from('paris-1').toString('base64')}\n  server: eA==`;
    expect(read(argo(data))).toEqual([
      expect.objectContaining({
        name: 'paris-1',
        labels: { environment: 'production' },
        accepted: true,
        availability: 'unknown',
      }),
    ]);
    expect(read(argo('stringData: { name: rome-1 }\ndata: { name: cGFyaXMtMQ== }'))).toMatchObject([
      { name: 'rome-1' },
    ]);
  });

  it('never gives the credentials away, whatever is wrong with it', () => {
    const secret = 'do-not-show-me';
    const texts = [
      argo(`stringData: { name: a, config: ${secret} }`),
      argo(`stringData: { config: ${secret} }`),
      argo(`data: { name: '@@', config: ${secret} }`),
      argo(`stringData: [${secret}]`),
      argo(`stringData: { name: [${secret}] }`),
      argo(`stringData: { name: a, config: ${secret} }`) + `\n---\n${argo('stringData: { name: a }')}`,
    ];
    for (const text of texts) {
      try {
        expect(JSON.stringify(read(text))).not.toContain(secret);
      } catch (error) {
        expect(error).toBeInstanceOf(McpError);
        expect(JSON.stringify([error, (error as Error).message, (error as Error).stack])).not.toContain(
          secret,
        );
      }
    }
  });
});

describe('the kinds of other fleet managers', () => {
  const object = (type: string, rest: string) => {
    const [apiVersion, kind] = type.split(' ');
    return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a, labels: { region: eu } }\n${rest}`;
  };
  const version = (value: string) => ({ 'kubeversion.open-cluster-management.io': value });
  const probe = (status: string) => `conditions: [{ type: RemoteConnectionProbe, status: '${status}' }]`;
  const profile = 'multicluster.x-k8s.io/v1alpha1 ClusterProfile';

  it.each([
    [
      'cluster.x-k8s.io/v1beta2 Cluster',
      `spec: { topology: { version: v1.34.1 } }\nstatus: { ${probe('True')} }`,
      { claims: version('v1.34.1'), availability: 'available' },
    ],
    [
      'cluster.x-k8s.io/v1beta1 Cluster',
      `status: { v1beta2: { ${probe('False')} } }`,
      { claims: {}, availability: 'unavailable' },
    ],
    ['cluster.x-k8s.io/v1beta1 Cluster', `status: { ${probe('True')} }`, { availability: 'unknown' }],
    [
      'anywhere.eks.amazonaws.com/v1alpha1 Cluster',
      "spec: { kubernetesVersion: '1.33' }",
      { claims: version('v1.33'), availability: 'unknown' },
    ],
    [
      'fleet.cattle.io/v1alpha1 Cluster',
      "status: { conditions: [{ type: Ready, status: 'True' }] }",
      { claims: {}, availability: 'unknown' },
    ],
    [
      profile,
      "status: { version: { kubernetes: v1.35.0 }, properties: [{ name: id, value: x }], conditions: [{ type: ControlPlaneHealthy, status: 'True' }] }",
      { claims: { ...version('v1.35.0'), id: 'x' }, availability: 'available' },
    ],
    [
      profile,
      `status: { version: { kubernetes: v1.35 }, properties: [{ name: kubeversion.open-cluster-management.io, value: v1.35.2 }] }`,
      { claims: version('v1.35.2') },
    ],
  ])('reads %s with %s', (type, rest, expected) => {
    expect(read(object(type, rest))).toMatchObject([
      { name: 'a', labels: { region: 'eu' }, accepted: true, terminating: false, ...expected },
    ]);
  });

  it.each([
    'cluster.x-k8s.io/v1beta2 Cluster',
    'anywhere.eks.amazonaws.com/v1alpha1 Cluster',
    'fleet.cattle.io/v1alpha1 Cluster',
    profile,
  ])('sees that a %s is being deleted', (type) => {
    const text = object(type, '').replace('name: a', "name: a, deletionTimestamp: '2026-01-01T00:00:00Z'");
    expect(read(text)).toMatchObject([{ terminating: true }]);
  });

  it('passes over what their clusters are made of, and over no Cluster', () => {
    const parts = [
      'cluster.x-k8s.io/v1beta2 MachineDeployment',
      'controlplane.cluster.x-k8s.io/v1beta2 KubeadmControlPlane',
      'anywhere.eks.amazonaws.com/v1alpha1 VSphereMachineConfig',
    ].map((type) => object(type, ''));
    expect(read(managed('b'), ...parts)).toHaveLength(1);
    expect(failure(object('cluster.x-k8s.io/v1alpha4 Cluster', ''))).toContain('the kind Cluster');
    expect(failure(object('anywhere.eks.amazonaws.com/v1 Cluster', ''))).toContain('the kind Cluster');
  });
});

describe('a plain list', () => {
  it('gives clusters', () => {
    const text = `clusters:
  - name: b
  - { name: a, labels: { tier: web }, claims: { id: x }, taints: [{ key: k, effect: NoSelect }], allocatable: { cpu: 4 } }`;
    expect(read(text)).toMatchObject([
      {
        name: 'a',
        labels: { tier: 'web' },
        claims: { id: 'x' },
        taints: [{ key: 'k', value: '', effect: 'NoSelect', timeAdded: null }],
        allocatable: { cpu: '4' },
        availability: 'unknown',
        position: { line: 3 },
      },
      { name: 'b', labels: {} },
    ]);
    expect(read('{"clusters": [\n\t{"name": "a", "labels": {"tier": "web"}}\n]}')).toMatchObject([
      { name: 'a', labels: { tier: 'web' } },
    ]);
  });

  it.each([
    ['clusters: []', 'mcp.yaml:7:7 The inventory holds no cluster.'],
    ['clusters:\n  - labels: {}', 'clusters/0.yaml:2:5 clusters[0].name is missing.'],
    [
      'clusters:\n  - { name: a, label: {} }',
      'clusters/0.yaml:2:16 A list of clusters has no field "label" here.',
    ],
    [
      'clusters: [{ name: a }]\nregion: eu',
      'clusters/0.yaml:2:1 A list of clusters has no field "region" here.',
    ],
    ['clusters:\n  - { name: a }\n  - { name: a }', "clusters/0.yaml:3:5 The cluster 'a' is given twice"],
  ])('refuses %j', (text, expected) => {
    expect(failure(text)).toContain(expected);
  });
});

describe('readInventory', () => {
  it('sorts by name, flattens lists and skips what only accompanies clusters', () => {
    const list = `
apiVersion: cluster.open-cluster-management.io/v1
kind: ManagedClusterList
items:
  - metadata: { name: c }
  - metadata: { name: a }
`;
    const plain = `apiVersion: v1\nkind: List\nitems:\n  - ${managed('b').replaceAll('\n', '\n    ')}`;
    const companions = [
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization',
      'apiVersion: addon.open-cluster-management.io/v1alpha1\nkind: ManagedClusterAddOn\nmetadata: { name: x }',
      argo('stringData: { url: https://git.example.com }', 'repository'),
    ];
    const clusters = read(list, plain, ...companions);
    expect(clusters.map(({ name, position }) => `${name} ${formatPosition(position)}`)).toEqual([
      'a clusters/0.yaml:6:5',
      'b clusters/1.yaml:4:5',
      'c clusters/0.yaml:5:5',
    ]);
  });

  const dns =
    "Use lower-case letters, digits, dashes and dots (DNS-1123), not ending in '.lock': it becomes part of a branch name.";
  const syntax =
    'Labels hold at most 63 letters, digits, dashes, underscores and dots, with a letter or digit at both ends.';

  const readable =
    "An inventory holds cluster.open-cluster-management.io/v1 ManagedCluster, v1 Secret, cluster.x-k8s.io/v1beta1 Cluster, cluster.x-k8s.io/v1beta2 Cluster, anywhere.eks.amazonaws.com/v1alpha1 Cluster, fleet.cattle.io/v1alpha1 Cluster, multicluster.x-k8s.io/v1alpha1 ClusterProfile, or a list under 'clusters'; move other files out of its folder.";

  it.each([
    [
      'no document',
      [],
      'mcp.yaml:7:7 The inventory holds no cluster. | Put clusters of a kind that mcp reads (docs/platform-engineers.md), or a list of them, where this entry of spec.inventory points.',
    ],
    [
      'the same name twice, in two kinds',
      [managed('a'), argo('stringData: { name: a }')],
      "clusters/1.yaml:1:1 The cluster 'a' is given twice; the other one is at clusters/0.yaml:1:1. | Remove or rename one of the two.",
    ],
    [
      'another kind',
      ['apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }'],
      `clusters/0.yaml:2:1 mcp reads no clusters from the kind ConfigMap (v1). | ${readable}`,
    ],
    [
      'a kind from Object.prototype',
      ['apiVersion: v1\nkind: constructor'],
      `clusters/0.yaml:2:1 mcp reads no clusters from the kind constructor (v1). | ${readable}`,
    ],
    ['no kind', ['a: 1'], `clusters/0.yaml:1:1 The document has no apiVersion and kind. | ${readable}`],
    [
      'a Secret that is not Argo CD’s',
      ['apiVersion: v1\nkind: Secret\nmetadata: { name: a }'],
      'clusters/0.yaml:3:1 The Secret is no Argo CD cluster. | Argo CD marks its clusters with the label argocd.argoproj.io/secret-type: cluster; move other Secrets out of the inventory.',
    ],
    [
      'a broken base64',
      [argo('data: { name: "a b!" }')],
      'clusters/0.yaml:7:9 data.name is not base64. | Encode it, or write the name under stringData.',
    ],
    [
      'no name',
      ['apiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedCluster'],
      'clusters/0.yaml:1:1 metadata.name is missing.',
    ],
    [
      'a path as name',
      [managed('../x')],
      `clusters/0.yaml:4:3 "../x" cannot be the name of a cluster. | ${dns}`,
    ],
    [
      'a control character',
      [managed('"a\\nb"')],
      `clusters/0.yaml:4:3 "a\\nb" cannot be the name of a cluster. | ${dns}`,
    ],
    [
      'a lock file as name',
      [managed('a.lock')],
      `clusters/0.yaml:4:3 "a.lock" cannot be the name of a cluster. | ${dns}`,
    ],
    ['two dots', [managed('a..b')], `clusters/0.yaml:4:3 "a..b" cannot be the name of a cluster. | ${dns}`],
    [
      'a label that YAML reads as a boolean',
      [managed('a', '  labels:\n    enabled: yes\n')],
      'clusters/0.yaml:6:5 metadata.labels.enabled must be text, not a boolean. | Put the value in quotes.',
    ],
    [
      'a label key that is none',
      [managed('a', '  labels:\n    "a b": c\n')],
      `clusters/0.yaml:6:5 "a b" is no valid label key. | ${syntax}`,
    ],
    [
      'a label value that is none',
      [managed('a', '  labels:\n    a: "b c"\n')],
      `clusters/0.yaml:6:5 The value of the label 'a' is no valid label value. | ${syntax}`,
    ],
    [
      'labels as a list',
      [managed('a', '  labels: [a]\n')],
      'clusters/0.yaml:5:3 metadata.labels must be a mapping, not a list.',
    ],
    [
      'an unknown effect',
      [managed('a', 'spec:\n  taints:\n    - { key: k, effect: NoSchedule }')],
      'clusters/0.yaml:7:17 "NoSchedule" is no effect of a taint. | Use NoSelect, PreferNoSelect, NoSelectIfNew.',
    ],
    [
      'a taint without a key',
      [managed('a', 'spec:\n  taints:\n    - { effect: NoSelect }')],
      'clusters/0.yaml:7:7 spec.taints[0].key is missing.',
    ],
    [
      'a time that is none',
      [managed('a', 'spec:\n  taints:\n    - { key: k, effect: NoSelect, timeAdded: yesterday }')],
      'clusters/0.yaml:7:35 spec.taints[0].timeAdded is no RFC 3339 time. | Write it as 2026-01-31T12:00:00Z.',
    ],
    [
      'taints as text',
      [managed('a', 'spec: { taints: none }')],
      'clusters/0.yaml:5:9 spec.taints must be a list, not text.',
    ],
    [
      'a claim that is no mapping',
      [managed('a', 'status: { clusterClaims: [x] }')],
      'clusters/0.yaml:5:11 status.clusterClaims must be a list of mappings, not a list.',
    ],
    [
      'acceptance as text',
      [managed('a', "spec: { hubAcceptsClient: 'no' }")],
      'clusters/0.yaml:5:9 spec.hubAcceptsClient must be true or false, not text.',
    ],
  ])('refuses %s', (_, files, expected) => {
    expect(failure(...files)).toBe(expected);
  });
});
