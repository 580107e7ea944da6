import { expect, test } from 'vitest';
import { documentOf, mcp } from '../support/mcp.ts';
import { baselineFor, managedCluster, placementOf, tinyFleet } from '../support/tiny-fleet.ts';
import type { TinyFleet } from '../support/tiny-fleet.ts';

interface SyncResult {
  readonly outcomes: readonly { readonly cluster: string; readonly kind: string }[];
}

const byEnvironment = (environment: string) =>
  placementOf(environment, {
    predicates: [{ requiredClusterSelector: { labelSelector: { matchLabels: { environment } } } }],
  });

function twoBaselines(removalPolicy: 'Keep' | 'Prune'): Promise<TinyFleet> {
  return tinyFleet(
    { removalPolicy },
    {
      'clusters/a.yaml': managedCluster('a', { environment: 'production' }),
      'clusters/b.yaml': managedCluster('b', { environment: 'test' }),
      'placements/production.yaml': byEnvironment('production'),
      'placements/test.yaml': byEnvironment('test'),
      ...baselineFor('production'),
      ...baselineFor('test'),
    },
  );
}

async function sync(fleet: TinyFleet, ...flags: string[]): Promise<readonly string[]> {
  const run = await mcp(['policy', 'sync', '--json', ...flags], { cwd: fleet.policy });
  expect([run.code, run.stderr]).toEqual([0, expect.any(String)]);
  return documentOf<SyncResult>(run)
    .outcomes.filter(({ kind }) => kind !== 'unchanged')
    .map(({ cluster, kind }) => `${cluster} ${kind}`);
}

async function branchOf(fleet: TinyFleet, cluster: string) {
  const branch = `cluster/${cluster}`;
  const files = await fleet.git('fleet.git', 'ls-tree', '-r', '--name-only', branch);
  const commits = await fleet.git('fleet.git', 'rev-list', '--count', branch);
  return { files: files.split('\n').filter((file) => file !== ''), commits: Number(commits) };
}

test('a cluster that appears gets its baseline with the next sync, without an edit anywhere else', async () => {
  const fleet = await twoBaselines('Keep');
  expect(await sync(fleet)).toEqual(['a created', 'b created']);
  await fleet.commit({ 'clusters/c.yaml': managedCluster('c', { environment: 'production' }) });
  expect(await sync(fleet)).toEqual(['c created']);
  expect(await branchOf(fleet, 'c')).toEqual({
    files: ['production/default/configmap-production.yaml'],
    commits: 1,
  });
});

test('a cluster whose labels change moves from one baseline to the other in one commit', async () => {
  const fleet = await twoBaselines('Keep');
  await sync(fleet);
  await fleet.commit({ 'clusters/b.yaml': managedCluster('b', { environment: 'production' }) });
  expect(await sync(fleet)).toEqual(['b updated']);
  expect(await branchOf(fleet, 'b')).toEqual({
    files: ['production/default/configmap-production.yaml'],
    commits: 2,
  });
});

test('a cluster that leaves keeps what its branch holds (Keep)', async () => {
  const fleet = await twoBaselines('Keep');
  await sync(fleet);
  const before = await branchOf(fleet, 'b');
  await fleet.commit({ 'clusters/b.yaml': null });
  expect(await sync(fleet)).toEqual(['b kept']);
  expect(await branchOf(fleet, 'b')).toEqual(before);
});

test('a cluster that leaves has its branch emptied (Prune), when that is allowed', async () => {
  const fleet = await twoBaselines('Prune');
  await sync(fleet);
  await fleet.commit({ 'clusters/b.yaml': null });
  const refused = await mcp(['policy', 'sync', '--json'], { cwd: fleet.policy });
  expect([refused.code, refused.stdout]).toEqual([2, expect.stringContaining('REMOVALS_EXCEEDED')]);
  expect(await sync(fleet, '--allow-removals')).toEqual(['b removed']);
  expect(await branchOf(fleet, 'b')).toEqual({ files: [], commits: 2 });
});
