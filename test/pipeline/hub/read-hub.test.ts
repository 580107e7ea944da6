import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HubConfig } from '../../../src/model/hub.ts';
import { readHub } from '../../../src/pipeline/hub/index.ts';
import type { FakeHub } from '../../support/fake-hub.ts';
import { managedClusters, startFakeHub } from '../../support/fake-hub.ts';
import { runContext } from '../../support/run-context.ts';

let hub: FakeHub;
beforeAll(async () => {
  hub = await startFakeHub();
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.fault = () => undefined;
  hub.requests.length = 0;
  hub.objects.clear();
  hub.objects.set(managedClusters, clusters(3));
});

const clusters = (many: number) =>
  Array.from({ length: many }, (_, index) => ({ metadata: { name: `c${index}` }, spec: {} }));
const position = { file: 'mcp.yaml', line: 7, column: 7 };

const read = (config: Partial<HubConfig> = {}, context = runContext()) =>
  readHub(
    {
      ...{ context: null, kubeconfig: hub.kubeconfig(), kinds: null, namespaces: null, allowEmpty: false },
      ...config,
      position,
    },
    { variables: { PATH: process.env['PATH'] }, home: hub.folder, serviceAccountFolder: hub.folder },
    context,
  );
const failure = (...args: Parameters<typeof read>) =>
  read(...args).then(
    () => null,
    (error: unknown) => error,
  );
const lists = () => hub.requests.filter((request) => request.includes('limit='));

describe('readHub', () => {
  test('reads pages of 500, and keeps where a watch would go on', async () => {
    hub.objects.set(managedClusters, clusters(1201));
    const { name, lists: found } = await read();
    expect(name).toBe('hub');
    expect(
      found.map(({ kind, documents, resourceVersions }) => [kind, documents.length, resourceVersions]),
    ).toEqual([['ManagedCluster', 1201, ['7']]]);
    expect(lists()).toEqual([
      `${managedClusters}?limit=500`,
      `${managedClusters}?limit=500&continue=500`,
      `${managedClusters}?limit=500&continue=1000`,
    ]);
  });

  test('reads what the hub serves of what mcp knows, the preferred version, and says where each object is from', async () => {
    hub.objects.set('/apis/cluster.x-k8s.io/v1beta1/clusters', [{ metadata: { name: 'old' } }]);
    hub.objects.set('/apis/cluster.x-k8s.io/v1beta2/clusters', [
      {
        metadata: { name: 'a', namespace: 'infra' },
        spec: { topology: { version: 'v1.34.1', variables: ['canary'] }, paused: true },
      },
    ]);
    hub.objects.set('/apis/apps/v1/deployments', []);
    const found = (await read()).lists;
    expect(found.map(({ kind, isCluster }) => [kind, isCluster])).toEqual([
      ['ManagedCluster', true],
      ['Cluster.cluster.x-k8s.io', true],
    ]);
    const [document] = found[1]!.documents;
    expect(document?.value).toEqual({
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'Cluster',
      metadata: { name: 'a', namespace: 'infra' },
      spec: { topology: { version: 'v1.34.1' } },
    });
    expect(document?.positionOf(['spec']).file).toBe('hub hub Cluster.cluster.x-k8s.io infra/a');
  });

  test('keeps of an Argo CD Secret its name and address alone, and of no object who changed it', async () => {
    const config = { bearerToken: 'canary', tlsClientConfig: { serverName: 'a', keyData: 'canary' } };
    const canary = Buffer.from(JSON.stringify(config)).toString('base64');
    hub.objects.set('/apis/argoproj.io/v1alpha1/applications', []);
    hub.objects.set('/api/v1/secrets', [
      {
        metadata: {
          ...{ name: 's', namespace: 'argocd', managedFields: ['canary'], annotations: { a: 'canary' } },
          labels: { 'argocd.argoproj.io/secret-type': 'cluster' },
        },
        data: { name: 'YQ==', server: 'Yg==', config: canary },
        stringData: { config: 'canary' },
      },
      { metadata: { name: 'repository', namespace: 'argocd', labels: {} }, data: { password: canary } },
      {
        metadata: {
          name: 'elsewhere',
          namespace: 'other',
          labels: { 'argocd.argoproj.io/secret-type': 'cluster' },
        },
      },
    ]);
    const secrets = (await read()).lists.find(({ kind }) => kind === 'Secret');
    expect(secrets?.documents.map(({ value }) => value)).toEqual([
      {
        ...{ apiVersion: 'v1', kind: 'Secret' },
        metadata: { name: 's', namespace: 'argocd', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
        data: { name: 'YQ==', server: 'Yg==', config: expect.any(String) as string },
      },
    ]);
    const kept = (secrets?.documents[0]?.value['data'] as { config: string }).config;
    expect(JSON.parse(Buffer.from(kept, 'base64').toString())).toEqual({
      tlsClientConfig: { caData: null, insecure: null, serverName: 'a' },
    });
    expect(lists()).toContain(
      '/api/v1/namespaces/argocd/secrets?limit=500&labelSelector=argocd.argoproj.io/secret-type=cluster',
    );
  });

  test('reads namespaced kinds from the namespaces that are named', async () => {
    const scores = '/apis/cluster.open-cluster-management.io/v1alpha1/addonplacementscores';
    hub.objects.set(scores, [
      { metadata: { name: 's', namespace: 'b' } },
      { metadata: { name: 's', namespace: 'c' } },
    ]);
    const found = (await read({ namespaces: ['a', 'b'] })).lists[1];
    expect(found?.documents).toHaveLength(1);
    expect(found?.resourceVersions).toEqual(['7', '7']);
  });

  test.each([
    [{ kinds: ['ClusterProfile'] as const }, 'The hub hub does not serve ClusterProfile.'],
    [{ kinds: ['ManagedClusterSet'] as const }, 'The hub hub does not serve ManagedClusterSet.'],
    [{ context: 'other' }, /has no context "other"/],
  ])('refuses %j', async (config, message) => {
    expect(await failure(config)).toMatchObject({
      code: 'INVENTORY_FAILED',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
      position,
    });
  });

  test('refuses a hub without clusters unless that is meant, one that serves none, and versions that it cannot read', async () => {
    hub.objects.set(managedClusters, []);
    expect(await failure()).toMatchObject({
      code: 'INVENTORY_FAILED',
      message: /lists no cluster \(ManagedCluster\)/,
    });
    expect((await read({ allowEmpty: true })).lists[0]?.documents).toEqual([]);
    hub.objects.clear();
    hub.objects.set('/apis/apps/v1/deployments', []);
    expect(await failure({ allowEmpty: true })).toMatchObject({ message: /serves none of the kinds/ });
    hub.objects.set('/apis/multicluster.x-k8s.io/v1beta9/clusterprofiles', []);
    expect(await failure({ allowEmpty: true })).toMatchObject({
      message: /ClusterProfile as v1beta9, which mcp does not read/,
    });
  });

  test('begins a list anew when it expires, three times', async () => {
    hub.objects.set(managedClusters, clusters(501));
    let left = 3;
    hub.fault = (url) => (url.includes('continue') && left-- > 0 ? { status: 410 } : undefined);
    expect((await read()).lists[0]?.documents).toHaveLength(501);
    expect(lists()).toHaveLength(8);
    left = 4;
    expect(await failure()).toMatchObject({ code: 'HUB_UNREACHABLE', message: /expire 4 times/ });
  });

  test.each([429, 500, 503, 504])('tries again after HTTP %i, five times in all', async (status) => {
    let left = 4;
    hub.fault = (url) => (url.includes('limit') && left-- > 0 ? { status } : undefined);
    expect((await read()).lists[0]?.documents).toHaveLength(3);
    left = 5;
    expect(await failure()).toMatchObject({ code: 'HUB_UNREACHABLE', message: new RegExp(`HTTP ${status}`) });
  });

  test('waits as long as the server says, and not when the run is interrupted', async () => {
    const headers = { 'retry-after': '1' };
    let left = 1;
    hub.fault = (url) => (url.includes('limit') && left-- > 0 ? { status: 429, headers } : undefined);
    const begun = performance.now();
    await read();
    expect(performance.now() - begun).toBeGreaterThan(990);

    const controller = new AbortController();
    hub.fault = () => {
      setTimeout(() => {
        controller.abort(new Error('interrupted'));
      }, 20);
      return { status: 429, headers: { 'retry-after': '600' } };
    };
    const signal = controller.signal;
    expect(await failure({}, runContext({ signal }))).toEqual(new Error('interrupted'));
  });

  test('takes no part of a list for the whole, whether the connection breaks once or always', async () => {
    hub.objects.set(managedClusters, clusters(501));
    let left = 1;
    hub.fault = (url) => (url.includes('continue') && left-- > 0 ? { cut: true } : undefined);
    expect((await read()).lists[0]?.documents).toHaveLength(501);
    left = 99;
    expect(await failure()).toMatchObject({ code: 'HUB_UNREACHABLE', position });
  });

  test.each([
    ['no JSON', { body: '<html>canary' }],
    ['it is no JSON object', { body: '[]' }],
    ['it is no list of managedclusters', { body: '{"metadata":{}}' }],
    ['it is no list of managedclusters', { body: '{"metadata":{},"items":[null]}' }],
    ['HTTP 302', { status: 302, headers: { location: 'https://elsewhere.example' } }],
    ['longer than 128 MB', { body: ' '.repeat(2 ** 27 + 1) }],
  ])('refuses an answer: %s', async (message, fault) => {
    hub.fault = (url) => (url.includes('limit') ? fault : undefined);
    const error = await failure();
    expect(error).toMatchObject({ code: 'INVENTORY_FAILED', message: expect.stringContaining(message) });
    expect(String(error)).not.toContain('canary');
  });

  test('says of what is forbidden which rule of RBAC is missing', async () => {
    hub.objects.set('/apis/argoproj.io/v1alpha1/applications', []);
    hub.fault = (url) => (url.includes('limit') ? { status: 403, body: '{"message":"canary"}' } : undefined);
    expect(await failure()).toMatchObject({
      code: 'HUB_AUTH',
      message:
        'The hub hub does not let this user list managedclusters.cluster.open-cluster-management.io in all namespaces.',
      hint: expect.stringContaining(
        'to a ClusterRole that it is bound to: {apiGroups: ["cluster.open-cluster-management.io"], resources: ["managedclusters"], verbs: ["list"]}',
      ),
    });
    expect(await failure({ kinds: ['Secret'] })).toMatchObject({
      hint: expect.stringContaining(
        'to a Role in argocd that it is bound to: {apiGroups: [""], resources: ["secrets"]',
      ),
    });
    hub.fault = () => ({ status: 403 });
    expect(await failure()).toMatchObject({
      code: 'HUB_AUTH',
      hint: expect.stringContaining('system:discovery'),
    });
  });
});
