import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApiServer, status } from '../support/api-server.ts';
import type { ApiServer } from '../support/api-server.ts';
import { makeCertificates } from '../support/certificates.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { documentOf, mcp } from '../support/mcp.ts';
import { baselineFor, placementOf, tinyFleet } from '../support/tiny-fleet.ts';
import type { TinyFleet } from '../support/tiny-fleet.ts';

const canaries = ['canary-token-6x', 'canary-password-6x', 'canary-key-6x'];
const base64 = (text: string) => Buffer.from(text).toString('base64');

let fleet: TinyFleet;
let server: ApiServer;
let answering: () => Promise<ApiServer>;
/** All that any command of these tests printed. */
let printed = '';
const cache = temporaryFolder().path;

function argoSecret(name: string, url: string, config: string): string {
  return JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Secret' },
    metadata: { name, labels: { 'argocd.argoproj.io/secret-type': 'cluster', environment: 'production' } },
    data: { name: base64(name), server: base64(url), config: base64(config) },
  });
}

beforeAll(async () => {
  const tls = makeCertificates(temporaryFolder().path);
  server = await startApiServer(tls, status(200));
  const port = Number(new URL(server.url).port);
  answering = () => startApiServer(tls, status(401), port);
  const [bearerToken, password, keyData] = canaries;
  const tlsClientConfig = { keyData, caData: base64(readFileSync(tls.authority, 'utf8')) };
  const config = JSON.stringify({ bearerToken, username: 'admin', password, tlsClientConfig });
  fleet = await tinyFleet(
    { removalPolicy: 'Prune' },
    {
      'clusters/shop.yaml': argoSecret('shop', server.url, config),
      'placements/production.yaml': placementOf('production', {
        predicates: [
          { requiredClusterSelector: { labelSelector: { matchLabels: { environment: 'production' } } } },
        ],
      }),
      ...baselineFor('production'),
    },
  );
});
afterAll(() => server.close());

async function run(minute: number, ...args: string[]) {
  const env = { MCP_NOW: `2026-11-24T12:${String(minute).padStart(2, '0')}:00Z`, MCP_CACHE_DIR: cache };
  const result = await mcp(args, { cwd: fleet.policy, env });
  printed += result.stdout + result.stderr;
  return result;
}

async function health(minute: number) {
  const result = await run(minute, 'cluster', 'health', '--json', '--timeout', '1');
  const document = documentOf<{
    clusters: readonly {
      state: string;
      health: { misses: number; unreachableSince: string | null } | null;
    }[];
    commit: string | null;
  }>(result);
  return { code: result.code, ...document.clusters[0], commit: document.commit !== null };
}

const sync = (minute: number) => run(minute, 'policy', 'sync', '--json');
const filesOf = () => fleet.git('fleet.git', 'ls-tree', '-r', '--name-only', 'cluster/shop');
const report = async (format: string) => (await run(20, 'audit', 'report', '--format', format)).stdout;

test('a cluster that goes away for an hour keeps its baseline, gets what is new, and comes back', async () => {
  expect(await health(0)).toMatchObject({ code: 0, state: 'ready', health: null, commit: false });
  expect((await sync(1)).code).toBe(0);

  await server.close();
  expect(await health(2)).toMatchObject({ code: 1, state: 'missed', health: { misses: 1 }, commit: true });
  expect(await health(3)).toMatchObject({ health: { misses: 2, unreachableSince: null } });
  expect(await health(4)).toMatchObject({
    health: { misses: 3, unreachableSince: '2026-11-24T12:04:00.000Z' },
  });
  expect(await health(5)).toMatchObject({ code: 1, health: { misses: 3 }, commit: false });

  const explained = await run(6, 'placement', 'explain', '--json');
  expect(explained.stdout).toContain('cluster.open-cluster-management.io/unreachable');
  const template = baselineFor('production')['templates/production/settings.yaml'] ?? '';
  await fleet.commit({
    'templates/production/settings.yaml': template.replace('data: {', 'data: { fix: "1",'),
  });
  const held = await sync(7);
  expect(held.code).toBe(0);
  expect(held.stderr).toContain('their branches keep their baselines (shop)');
  expect(documentOf<{ outcomes: unknown }>(held).outcomes).toMatchObject([
    { cluster: 'shop', kind: 'updated' },
  ]);
  expect(await filesOf()).toBe('production/default/configmap-production.yaml');

  for (const format of ['markdown', 'html', 'json'])
    expect(await report(format)).toContain('2026-11-24T12:02:00.000Z');
  expect((await run(9, 'cluster', 'show', 'shop')).stdout).toContain(
    'not seen since 2026-11-24T12:02:00.000Z',
  );

  server = await answering();
  expect(await health(10)).toMatchObject({ code: 0, state: 'reachable', health: null, commit: true });
  expect((await sync(11)).stderr).not.toContain('their branches keep');
  expect(await report('json')).not.toContain('"notSeenSince": "2026');
  expect(server.requests).toEqual(['GET /readyz']);
}, 60_000);

test('what a Secret holds beside name, address and certificates is printed and kept nowhere', async () => {
  for (const args of [
    ['cluster', 'list', '--json'],
    ['cluster', 'show', 'shop', '--json'],
    ['cluster', 'health', '--no-record', '--verbose'],
    ['policy', 'plan', '--verbose'],
    ['placement', 'decide'],
  ])
    await run(21, ...args);
  const broken = argoSecret('shop', 'http://canary-password-6x@x', '{"bearerToken": "canary-token-6x');
  await fleet.commit({ 'clusters/shop.yaml': broken });
  expect((await run(22, 'cluster', 'health', '--verbose')).stdout).toContain('no https URL');
  await fleet.commit({ 'clusters/shop.yaml': broken.replace(/"config":"/, '"config":"?') });
  expect((await run(23, 'cluster', 'health', '--json')).stdout).toContain('data.config is not base64');

  const objects = await fleet.git('fleet.git', 'cat-file', '--batch', '--batch-all-objects', '--buffer');
  const cached = readdirSync(cache, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  const everything = [printed, objects, ...cached].join('\n');
  expect(everything).toContain('shop');
  for (const canary of canaries) expect(everything).not.toContain(canary);
  for (const canary of canaries) expect(everything).not.toContain(base64(canary).slice(0, -4));
}, 60_000);
