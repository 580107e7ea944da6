import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { KubernetesObject } from '../../src/model/kubernetes.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';
import { makeCertificates, tlsOptions } from '../support/certificates.ts';
import { folderWith } from '../support/folder.ts';
import type { KubeApiserver } from '../support/kube-apiserver.ts';
import { kubeApiserverPrograms, startKubeApiserver } from '../support/kube-apiserver.ts';
import { documentOf, mcp, root } from '../support/mcp.ts';
import { baselineFor, placementOf, tinyFleet } from '../support/tiny-fleet.ts';

const ocm = 'cluster.open-cluster-management.io';
const kinds: readonly (readonly [
  group: string,
  version: string,
  kind: string,
  scope: 'Cluster' | 'Namespaced',
])[] = [
  [ocm, 'v1', 'ManagedCluster', 'Cluster'],
  [ocm, 'v1beta2', 'ManagedClusterSet', 'Cluster'],
  [ocm, 'v1beta2', 'ManagedClusterSetBinding', 'Namespaced'],
  [ocm, 'v1alpha1', 'AddOnPlacementScore', 'Namespaced'],
  ['cluster.x-k8s.io', 'v1beta2', 'Cluster', 'Namespaced'],
  ['anywhere.eks.amazonaws.com', 'v1alpha1', 'Cluster', 'Namespaced'],
  ['fleet.cattle.io', 'v1alpha1', 'Cluster', 'Namespaced'],
  ['multicluster.x-k8s.io', 'v1alpha1', 'ClusterProfile', 'Namespaced'],
  ['argoproj.io', 'v1alpha1', 'Application', 'Namespaced'],
];

function definition([group, version, kind, scope]: (typeof kinds)[number]): KubernetesObject {
  const plural = `${kind.toLowerCase()}s`;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      annotations: { 'api-approved.kubernetes.io': 'unapproved, a test' },
    },
    spec: {
      ...{ group, scope, names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` } },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  };
}

const object = (apiVersion: string, kind: string, name: string, more: JsonObject = {}): KubernetesObject => {
  const { metadata, ...rest } = more;
  return { apiVersion, kind, metadata: { name, ...(metadata as JsonObject | undefined) }, ...rest };
};
const scored = { status: { scores: [{ name: 'load', value: 5 }] } };
const others: readonly KubernetesObject[] = [
  object(`${ocm}/v1beta2`, 'ManagedClusterSet', 'eu', {
    spec: { clusterSelector: { selectorType: 'LabelSelector', labelSelector: {} } },
  }),
  object(`${ocm}/v1beta2`, 'ManagedClusterSetBinding', 'eu', { spec: { clusterSet: 'eu' } }),
  object(`${ocm}/v1alpha1`, 'AddOnPlacementScore', 'usage', scored),
  object('cluster.x-k8s.io/v1beta2', 'Cluster', 'capi', { spec: { topology: { version: 'v1.34.1' } } }),
  object('anywhere.eks.amazonaws.com/v1alpha1', 'Cluster', 'eksa', { spec: { kubernetesVersion: '1.33' } }),
  object('fleet.cattle.io/v1alpha1', 'Cluster', 'rancher'),
  object('multicluster.x-k8s.io/v1alpha1', 'ClusterProfile', 'profile', {
    status: { version: { kubernetes: '1.32.0' } },
  }),
  object('v1', 'Namespace', 'argocd'),
  object('v1', 'Secret', 'argo', {
    metadata: { namespace: 'argocd', labels: { 'argocd.argoproj.io/secret-type': 'cluster' } },
    stringData: { name: 'argo', server: 'https://argo.example', config: '{"bearerToken":"canary"}' },
  }),
  object('v1', 'Secret', 'other', { metadata: { namespace: 'argocd' }, stringData: { password: 'canary' } }),
];

/** Without them (test/support/kube-apiserver.ts), test/pipeline/hub and hub-inventory.test.ts speak for the protocol. */
const programs = kubeApiserverPrograms();
describe.skipIf(programs === null)('a hub that is a real API server', () => {
  let apiserver: KubeApiserver;
  let folder: string;
  let token: string;
  /** Paths of the lists that went through the proxy; `cut` breaks every page but the first. */
  const pages: string[] = [];
  let cut = false;
  let proxy: ReturnType<typeof createServer>;

  const ok = async (answer: ReturnType<KubeApiserver['call']>): Promise<JsonObject> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(JSON.stringify(body));
    return body;
  };

  beforeAll(async () => {
    apiserver = await startKubeApiserver();
    for (const kind of kinds) await ok(apiserver.apply(definition(kind)));
    for (const [group, version, kind] of kinds) {
      const isServed = async () =>
        (await apiserver.call('GET', `/apis/${group}/${version}/${kind.toLowerCase()}s`)).status === 200;
      await vi.waitUntil(isServed, { timeout: 20_000 });
    }
    const names = Array.from({ length: 1000 }, (_, index) => `c${String(index).padStart(3, '0')}`);
    for (let at = 0; at < names.length; at += 50) {
      await Promise.all(
        names.slice(at, at + 50).map((name) => {
          const cluster = object(`${ocm}/v1`, 'ManagedCluster', name, { spec: { hubAcceptsClient: true } });
          return ok(apiserver.call('POST', `/apis/${ocm}/v1/managedclusters`, cluster));
        }),
      );
    }
    for (const each of others) await ok(apiserver.apply(each));
    const rbac = parseDocuments(readFileSync(join(root, 'docs/hub-rbac.yaml'), 'utf8'), 'hub-rbac.yaml');
    for (const { value } of rbac) await ok(apiserver.apply(value as unknown as KubernetesObject));
    const asked = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
    const made = await ok(
      apiserver.call('POST', '/api/v1/namespaces/default/serviceaccounts/mcp/token', asked),
    );
    token = (made['status'] as { token: string }).token;

    folder = folderWith({});
    const certificates = makeCertificates(folder);
    proxy = createServer(tlsOptions(certificates), ({ url = '', headers }, response) => {
      if (url.includes('limit=')) pages.push(url.replace(/continue=[^&]+/, 'continue'));
      const { authorization = '' } = headers;
      request(apiserver.server + url, { headers: { authorization }, rejectUnauthorized: false }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        if (!cut || !url.includes('continue=')) answer.pipe(response);
        else
          answer.once('data', (chunk: Buffer) =>
            response.write(chunk.subarray(0, 100), () => response.destroy()),
          );
      }).end();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  }, 120_000);
  afterAll(async () => {
    proxy.close();
    proxy.closeAllConnections();
    await apiserver.stop();
  });

  const kubeconfig = (user: JsonObject, through: 'proxy' | 'server' = 'server'): string => {
    const path = join(folder, 'kubeconfig');
    const server =
      through === 'server'
        ? { server: apiserver.server, 'certificate-authority': apiserver.authority }
        : {
            server: `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
            'certificate-authority': 'ca.pem',
          };
    const parts = {
      contexts: [{ name: 'hub', context: { cluster: 'hub', user: 'mcp' } }],
      clusters: [{ name: 'hub', cluster: server }],
      users: [{ name: 'mcp', user }],
    };
    writeFileSync(path, JSON.stringify({ 'current-context': 'hub', ...parts }));
    return path;
  };
  const fleetWith = (hub: object) =>
    tinyFleet(
      {},
      {
        'placements/web.yaml': placementOf('web', { clusterSets: ['eu'] }),
        ...baselineFor('web'),
        'mcp.yaml': JSON.stringify({
          ...{ apiVersion: 'mcp.policy/v1alpha1', kind: 'Fleet', metadata: { name: 'tiny' } },
          spec: { inventory: [{ hub }], delivery: { repository: '../fleet.git' } },
        }),
      },
    );
  const run = async (cwd: string, KUBECONFIG: string, ...args: string[]) =>
    mcp(args, { cwd, env: { KUBECONFIG } });

  test('tells of every kind with the rights of docs/hub-rbac.yaml, in pages, and shows no credential', async () => {
    const fleet = await fleetWith({});
    const listed = await run(fleet.policy, kubeconfig({ token }, 'proxy'), 'cluster', 'list', '--json');
    const { clusters } = documentOf<{ clusters: { name: string; claims: object }[] }>(listed);
    expect(clusters).toHaveLength(1005);
    const version = (name: string) => clusters.find((cluster) => cluster.name === name)?.claims;
    expect(['capi', 'eksa', 'rancher', 'profile', 'argo'].map(version)).toEqual([
      { 'kubeversion.open-cluster-management.io': 'v1.34.1' },
      { 'kubeversion.open-cluster-management.io': 'v1.33' },
      {},
      { 'kubeversion.open-cluster-management.io': 'v1.32.0' },
      {},
    ]);
    expect(pages.filter((page) => page.includes('managedclusters?'))).toEqual([
      `/apis/${ocm}/v1/managedclusters?limit=500`,
      `/apis/${ocm}/v1/managedclusters?limit=500&continue`,
    ]);

    const synced = await run(fleet.policy, kubeconfig({ token }), 'policy', 'sync', '--verbose');
    expect(synced.code).toBe(0);
    expect((await fleet.git('fleet.git', 'for-each-ref', 'refs/heads/cluster')).split('\n')).toHaveLength(
      1005,
    );
    for (const { stdout, stderr } of [listed, synced]) expect(stdout + stderr).not.toMatch(/canary/);
  }, 60_000);

  test('that dies half way through a list stops the sync before anything is written', async () => {
    const fleet = await fleetWith({});
    cut = true;
    const { code, stderr } = await run(fleet.policy, kubeconfig({ token }, 'proxy'), 'policy', 'sync');
    cut = false;
    expect([code, stderr.includes('HUB_UNREACHABLE')]).toEqual([5, true]);
    expect(await fleet.git('fleet.git', 'for-each-ref')).toBe('');
  }, 30_000);

  test('refuses who may not list, with the rule that is missing, and who is nobody any more', async () => {
    const { policy } = await fleetWith({ kinds: ['Secret'], namespaces: ['kube-system'] });
    const forbidden = await run(policy, kubeconfig({ token }), 'policy', 'plan');
    expect(forbidden.code).toBe(4);
    expect(forbidden.stderr).toContain('does not let this user list secrets in the namespace kube-system');
    expect(forbidden.stderr).toContain('{apiGroups: [""], resources: ["secrets"], verbs: ["list"]}');
    const expired = apiserver.expiredToken('mcp');
    const refused = await run(policy, kubeconfig({ token: expired }), 'policy', 'plan', '--verbose');
    expect([refused.code, refused.stderr.includes('does not accept the credentials: HTTP 401')]).toEqual([
      4,
      true,
    ]);
    expect(refused.stderr).not.toContain(expired.slice(-20));
  });

  test('knows the token of a credential plugin', async () => {
    const { policy } = await fleetWith({
      kinds: ['ManagedCluster', 'ManagedClusterSet', 'ManagedClusterSetBinding'],
    });
    const apiVersion = 'client.authentication.k8s.io/v1';
    const answer = JSON.stringify({ apiVersion, kind: 'ExecCredential', status: { token } });
    writeFileSync(join(folder, 'answer'), answer);
    const exec = { apiVersion, command: 'cat', args: [join(folder, 'answer')], interactiveMode: 'Never' };
    const { code, stdout } = await run(policy, kubeconfig({ exec }), 'doctor');
    expect([code, stdout.includes('hub: 1000 ManagedClusters, 1 ManagedClusterSet')]).toEqual([0, true]);
  });
});
