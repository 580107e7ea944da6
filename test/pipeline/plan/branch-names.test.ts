import { expect, test } from 'vitest';
import type { Cluster } from '../../../src/model/cluster.ts';
import { branchPrefix, nameBranches } from '../../../src/pipeline/plan/branch-names.ts';
import { cluster } from '../render/fixtures.ts';

const position = { file: 'mcp.yaml', line: 9, column: 5 };

const named = (branch: string, ...clusters: Cluster[]): Promise<ReadonlyMap<string, string>> =>
  nameBranches(clusters, {
    branch,
    branchPosition: position,
    ledgerBranch: 'mcp/ledger',
    healthBranch: 'mcp/health',
  });

test('a branch for each cluster, from any of its fields', async () => {
  const template = 'fleet/${cluster.labels.region}/${cluster.name}';
  expect(await named(template, cluster('a', { region: 'eu' }), cluster('b', { region: 'us' }))).toEqual(
    new Map([
      ['a', 'fleet/eu/a'],
      ['b', 'fleet/us/b'],
    ]),
  );
});

test.each<[string, string, readonly Cluster[], string, string]>([
  [
    'one branch for two clusters',
    'all',
    [cluster('a'), cluster('b')],
    'CONFIG_INVALID',
    'belongs to cluster a',
  ],
  [
    'the branch of the ledger',
    'mcp/${cluster.name}',
    [cluster('ledger')],
    'CONFIG_INVALID',
    'belongs to the ledger',
  ],
  [
    'a branch above the ledger',
    '${cluster.name}',
    [cluster('mcp')],
    'CONFIG_INVALID',
    'below mcp of cluster mcp',
  ],
  [
    'a branch below another',
    '${cluster.labels.path}',
    [cluster('a', { path: 'x' }), cluster('b', { path: 'x/y' })],
    'CONFIG_INVALID',
    'the branch x/y to cluster b, below x of cluster a',
  ],
  [
    'no branch name',
    'x/${cluster.labels.x}',
    [cluster('a', { x: '..' })],
    'CONFIG_INVALID',
    'no valid branch name',
  ],
  ['a number', '${size(cluster.labels)}', [cluster('a')], 'CONFIG_INVALID', 'no valid branch name: 0'],
  ['a label that is missing', 'x/${cluster.labels.x}', [cluster('a')], 'CEL_FAILED', 'x'],
  ['a field that no cluster has', '${cluster.nmae}', [cluster('a')], 'CEL_INVALID', 'nmae'],
])('refuses %s', async (_, template, clusters, code, message) => {
  await expect(named(template, ...clusters)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
    position: expect.objectContaining({ file: 'mcp.yaml', line: 9 }),
  });
});

test.each([
  ['cluster/${cluster.name}', 'cluster/'],
  ['${cluster.name}', ''],
  ['x-${cluster.labels.a}/${cluster.name}', 'x-'],
])('branches of %s begin with %j', (template, prefix) => {
  expect(branchPrefix(template)).toBe(prefix);
});
