import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FakeHub } from '../support/fake-hub.ts';
import { managedClusters, startFakeHub } from '../support/fake-hub.ts';
import type { Run } from '../support/mcp.ts';
import { documentOf, mcp } from '../support/mcp.ts';
import { baselineFor, placementOf, tinyFleet } from '../support/tiny-fleet.ts';
import type { TinyFleet } from '../support/tiny-fleet.ts';

let hub: FakeHub;
let fleet: TinyFleet;
let kubeconfig: string;
beforeAll(async () => {
  hub = await startFakeHub();
});
afterAll(() => hub.close());

const cluster = (name: string, labels = {}) => ({
  metadata: { name, labels },
  spec: { hubAcceptsClient: true },
});
const clusters = (many: number) =>
  Array.from({ length: many }, (_, index) => cluster(`c${String(index).padStart(3, '0')}`, { tier: 'web' }));
const fleetOf = (...inventory: object[]): string =>
  JSON.stringify({
    ...{ apiVersion: 'mcp.policy/v1alpha1', kind: 'Fleet', metadata: { name: 'tiny' } },
    spec: { inventory, delivery: { repository: '../fleet.git' } },
  });
const branches = async () =>
  (await fleet.git('fleet.git', 'for-each-ref', '--format=%(refname:short)', 'refs/heads/cluster')).split(
    '\n',
  );
const run = (...args: string[]): Promise<Run> =>
  mcp(args, { cwd: fleet.policy, env: { KUBECONFIG: kubeconfig, MCP_NOW: '2026-11-24T12:00:00Z' } });
const isRecalled = ({ stderr }: Run) => /^settled /mu.test(stderr) && !/^render /mu.test(stderr);

beforeEach(async () => {
  hub.fault = () => undefined;
  hub.requests.length = 0;
  hub.objects.clear();
  hub.objects.set(managedClusters, clusters(2));
  kubeconfig = hub.kubeconfig();
  const web = placementOf('web', {
    predicates: [{ requiredClusterSelector: { labelSelector: { matchLabels: { tier: 'web' } } } }],
  });
  fleet = await tinyFleet(
    {},
    { 'placements/web.yaml': web, ...baselineFor('web'), 'mcp.yaml': fleetOf({ hub: { context: 'hub' } }) },
  );
});

describe('an inventory that is a hub', () => {
  test('is asked once by each run, and a run with nothing to do knows it from what the hub says', async () => {
    expect((await run('policy', 'sync')).code).toBe(0);
    expect(await branches()).toEqual(['cluster/c000', 'cluster/c001']);
    expect(hub.requests.filter((request) => request.includes('limit='))).toHaveLength(1);
    const resting = {
      ...cluster('c000', { tier: 'web' }),
      metadata: { ...cluster('c000', { tier: 'web' }).metadata, resourceVersion: '99' },
    };
    hub.objects.set(managedClusters, [resting, cluster('c001', { tier: 'web' })]);
    const same = await run('policy', 'sync');
    expect([same.code, isRecalled(same)]).toEqual([0, true]);
    hub.objects.set(managedClusters, clusters(3));
    const more = await run('policy', 'sync');
    expect([more.code, isRecalled(more)]).toEqual([0, false]);
    expect(await branches()).toContain('cluster/c002');
  });

  test('writes nothing when the hub breaks off half way through its list, or lists no cluster', async () => {
    expect((await run('policy', 'sync')).code).toBe(0);
    const before = await fleet.git('fleet.git', 'for-each-ref');
    hub.objects.set(managedClusters, clusters(501));
    hub.fault = (url) => (url.includes('continue') ? { cut: true } : undefined);
    const broken = await run('policy', 'sync', '--json');
    expect(broken.code).toBe(5);
    expect(documentOf(broken)).toMatchObject({
      error: { code: 'HUB_UNREACHABLE', position: { file: 'mcp.yaml' } },
    });
    hub.fault = () => undefined;
    hub.objects.set(managedClusters, []);
    const empty = await run('policy', 'sync');
    expect(empty.code).toBe(2);
    expect(empty.stderr).toContain('lists no cluster');
    expect(await fleet.git('fleet.git', 'for-each-ref')).toBe(before);
  });

  test('ends with 4 where the hub refuses, and does not go on without its history or its clusters', async () => {
    hub.fault = () => ({ status: 401 });
    for (const command of [
      ['cluster', 'list'],
      ['placement', 'decide'],
      ['placement', 'explain'],
      ['policy', 'plan'],
      ['policy', 'sync'],
    ]) {
      const { code, stdout, stderr } = await run(...command);
      expect([command, code, stdout]).toEqual([command, 4, '']);
      expect(stderr).toContain('HUB_AUTH');
    }
  });

  test('is joined by name with lists beside it, and speaks of sets that placements name', async () => {
    const ocm = '/apis/cluster.open-cluster-management.io/v1beta2';
    hub.objects.set(`${ocm}/managedclustersets`, [
      { metadata: { name: 'eu', managedFields: [] }, spec: {}, status: {} },
    ]);
    hub.objects.set(`${ocm}/managedclustersetbindings`, [
      { metadata: { name: 'eu', namespace: 'default' }, spec: { clusterSet: 'eu' } },
    ]);
    hub.objects.set(managedClusters, [
      cluster('c000', { 'cluster.open-cluster-management.io/clusterset': 'eu' }),
      cluster('c001'),
    ]);
    await fleet.commit({
      'mcp.yaml': fleetOf({ path: 'clusters' }, { hub: {} }),
      'clusters/more.yaml':
        'clusters: [{ name: c000, labels: { tier: web } }, { name: c009, labels: { tier: web } }]',
      'placements/web.yaml': placementOf('web', { clusterSets: ['eu'] }),
    });
    const listed = documentOf<{ clusters: { name: string; labels: object; baselines: string[] }[] }>(
      await run('cluster', 'list', '--json'),
    );
    expect(listed.clusters.map(({ name, baselines }) => [name, baselines])).toEqual([
      ['c000', ['web']],
      ['c001', []],
      ['c009', []],
    ]);
    expect(listed.clusters[0]?.labels).toMatchObject({ tier: 'web' });
  });

  test('shows nothing of the credentials in Argo CD Secrets, whatever happens', async () => {
    const secret = (name: string) => ({
      metadata: {
        name,
        namespace: 'argocd',
        labels: { 'argocd.argoproj.io/secret-type': 'cluster', tier: 'web' },
      },
      data: { name: Buffer.from(name).toString('base64'), config: 'canary' },
    });
    hub.objects.clear();
    hub.objects.set('/apis/argoproj.io/v1alpha1/applications', []);
    hub.objects.set('/api/v1/secrets', [secret('a')]);
    const runs = [
      await run('cluster', 'list', '--json'),
      await run('policy', 'sync', '--verbose'),
      await run('doctor'),
    ];
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    hub.objects.set('/api/v1/secrets', [{ ...secret('a'), data: { name: 'canary', config: 'canary' } }]);
    const broken = await run('policy', 'plan', '--verbose');
    expect([broken.code, broken.stderr.includes('hub hub Secret argocd/a')]).toEqual([2, true]);
    const ledger = await fleet.git('fleet.git', 'log', '-p', '--all');
    for (const { stdout, stderr } of [...runs, broken])
      expect(stdout + stderr).not.toMatch(/canary|good-token/);
    expect(ledger).not.toMatch(/canary|good-token/);
  });

  test('is examined by doctor, and left alone by policy check', async () => {
    const healthy = await run('doctor');
    expect(healthy.stdout).toMatch(/^ok +hub +hub: 2 ManagedClusters$/mu);
    hub.fault = () => ({ status: 403 });
    const { code, stdout } = await run('doctor');
    expect(code).toBe(4);
    expect(stdout).toMatch(/^failed +hub /mu);
    expect(stdout).toMatch(/^ok +fleet repository /mu);
    hub.requests.length = 0;
    expect((await run('policy', 'check')).code).toBe(0);
    expect(hub.requests).toEqual([]);
  });

  test('is not asked with a kubeconfig that the policy repository brings along', async () => {
    const path = join(fleet.policy, 'kubeconfig');
    copyFileSync(kubeconfig, path);
    await fleet.commit({ 'mcp.yaml': fleetOf({ hub: { kubeconfig: path } }) });
    const { code, stderr } = await run('policy', 'plan');
    expect([code, stderr.includes('CONFIG_REFERENCE')]).toEqual([2, true]);
    expect(hub.requests).toEqual([]);
    await fleet.commit({ 'mcp.yaml': fleetOf({ hub: { kubeconfig } }) });
    expect((await run('policy', 'plan')).code).toBe(0);
  });
});
