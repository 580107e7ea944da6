import { describe, expect, test } from 'vitest';
import { parseDocuments } from '../../../src/yaml/parse.ts';
import { readEndpoints, readInventory, seenAt } from '../../../src/pipeline/inventory/index.ts';
import { parseClusterTable } from '../../../src/pipeline/source/cluster-table.ts';

const sources = (...objects: readonly object[]) => [
  {
    documents: parseDocuments(objects.map((each) => JSON.stringify(each)).join('\n---\n'), 'hub.yaml'),
    position: undefined,
  },
];
const managed = (spec: object, conditions: readonly object[] = []) => ({
  ...{ apiVersion: 'cluster.open-cluster-management.io/v1', kind: 'ManagedCluster' },
  ...{ metadata: { name: 'a' }, spec, status: { conditions } },
});
const lease = (renewTime: string, more: object = {}) => ({
  ...{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
  ...{ metadata: { name: 'managed-cluster-lease', namespace: 'a', ...more }, spec: { renewTime } },
});
const available = (status: string) => ({
  ...{ type: 'ManagedClusterConditionAvailable', status },
  lastTransitionTime: '2026-11-24T10:00:00Z',
});
const prefix = 'cluster.open-cluster-management.io/';

describe('taints that follow from availability', () => {
  test.each([
    ['True', 'available', []],
    ['False', 'unavailable', [`${prefix}unavailable`]],
    ['Unknown', 'unknown', [`${prefix}unreachable`]],
  ])('a condition that is %s', (status, availability, keys) => {
    const [cluster] = readInventory(sources(managed({}, [available(status)])));
    expect(cluster?.availability).toBe(availability);
    expect(cluster?.taints.map(({ key }) => key)).toEqual(keys);
    for (const taint of cluster?.taints ?? [])
      expect(taint).toMatchObject({ effect: 'NoSelect', timeAdded: '2026-11-24T10:00:00.000Z' });
  });

  test('no condition brings none, and what the object carries is not added again', () => {
    expect(readInventory(sources(managed({})))[0]?.taints).toEqual([]);
    const taints = [{ key: `${prefix}unreachable`, effect: 'NoSelect', timeAdded: '2026-11-24T09:00:00Z' }];
    const [cluster] = readInventory(sources(managed({ taints }, [available('Unknown')])));
    expect(cluster?.taints).toHaveLength(1);
    expect(cluster?.taints[0]?.timeAdded).toBe('2026-11-24T09:00:00Z');
  });
});

describe('a lease', () => {
  const at = (time: string, ...objects: object[]) =>
    seenAt(readInventory(sources(...objects)), new Date(time))[0];
  const cluster = managed({ leaseDurationSeconds: 30 }, [available('True')]);
  const renewed = lease('2026-11-24T11:00:00.000000Z');

  test('is good for five times the duration that the cluster gives, 60 seconds without one', () => {
    expect(at('2026-11-24T11:02:29.999Z', cluster, renewed)?.availability).toBe('available');
    const old = at('2026-11-24T11:02:30Z', cluster, renewed);
    expect(old).toMatchObject({ availability: 'unknown', notSeenSince: '2026-11-24T11:00:00.000Z' });
    expect(old?.taints).toMatchObject([
      { key: `${prefix}unreachable`, timeAdded: '2026-11-24T11:02:30.000Z' },
    ]);
    const usual = managed({}, [available('True')]);
    expect(at('2026-11-24T11:04:59Z', usual, renewed)?.availability).toBe('available');
    expect(at('2026-11-24T11:05:00Z', usual, renewed)?.availability).toBe('unknown');
  });

  test.each(['', 'yesterday', '+275760-09-13T00:00:00Z'])('refuses the time %j', (time) => {
    expect(() => at('2026-11-24T11:00:00Z', cluster, lease(time))).toThrow(
      'spec.renewTime is no RFC 3339 time.',
    );
  });

  test('of something else says nothing', () => {
    for (const other of [{ name: 'kube-scheduler' }, { namespace: 'b' }])
      expect(at('2027-01-01T00:00:00Z', cluster, lease('2026-11-24T11:00:00Z', other))?.availability).toBe(
        'available',
      );
  });
});

describe('an endpoint', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
  const data = Buffer.from(pem).toString('base64');
  const endpointOf = (object: object) => [...readEndpoints(sources(object)).values()][0];

  test.each<[string, object, object]>([
    [
      'ManagedCluster',
      managed({ managedClusterClientConfigs: [{ url: 'https://a.test:6443/', caBundle: data }] }),
      { url: 'https://a.test:6443', certificateAuthority: pem, verify: true },
    ],
    [
      'Cluster API',
      {
        ...{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'a' } },
        spec: { controlPlaneEndpoint: { host: 'fd01::1', port: 443 } },
      },
      { url: 'https://[fd01::1]', certificateAuthority: null },
    ],
    [
      'EKS Anywhere',
      {
        ...{ apiVersion: 'anywhere.eks.amazonaws.com/v1alpha1', kind: 'Cluster', metadata: { name: 'a' } },
        spec: { controlPlaneConfiguration: { endpoint: { host: '10.0.0.9' } } },
      },
      { url: 'https://10.0.0.9:6443' },
    ],
    [
      'ClusterProfile',
      {
        ...{ apiVersion: 'multicluster.x-k8s.io/v1alpha1', kind: 'ClusterProfile', metadata: { name: 'a' } },
        status: {
          accessProviders: [
            {
              name: 'p',
              cluster: {
                server: 'https://a.test',
                'tls-server-name': 'b.test',
                'certificate-authority-data': data,
              },
            },
          ],
        },
      },
      { url: 'https://a.test', serverName: 'b.test', certificateAuthority: pem },
    ],
    [
      'a plain list',
      { clusters: [{ name: 'a', server: 'https://a.test', certificateAuthorityData: data }] },
      { url: 'https://a.test', certificateAuthority: pem },
    ],
  ])('of %s', (_, object, expected) => {
    expect(endpointOf(object)).toMatchObject(expected);
  });

  test('stands in the column server of a table', () => {
    const table = parseClusterTable('name,server,region\na,https://a.test,eu\nb,,eu\n', 'clusters.csv');
    const endpoints = readEndpoints([{ documents: [table], position: undefined }]);
    expect(endpoints.get('a')).toMatchObject({ url: 'https://a.test' });
    expect(endpoints.get('b')).toBeNull();
  });

  test.each(['http://a.test', 'a.test', 'https://user:secret@a.test', 'file:///etc/passwd'])(
    'that is %s is not used, and not repeated',
    (server) => {
      const endpoint = endpointOf({ clusters: [{ name: 'a', server }] });
      expect(endpoint).toHaveProperty('problem');
      expect(JSON.stringify(endpoint)).not.toContain('secret');
    },
  );
});
