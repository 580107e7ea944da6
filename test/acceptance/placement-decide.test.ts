import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Decision } from '../../src/model/placement.ts';
import { folderWith } from '../support/folder.ts';
import { bareRepository, git } from '../support/git-repository.ts';
import { documentOf, mcp } from '../support/mcp.ts';

const ocm = 'cluster.open-cluster-management.io';
const cluster = (name: string, labels = '{}') =>
  `---\napiVersion: ${ocm}/v1\nkind: ManagedCluster\nmetadata: { name: ${name}, labels: ${labels} }\n`;
const placement = (spec: string) =>
  `---\napiVersion: ${ocm}/v1beta1\nkind: Placement\nmetadata: { name: p, namespace: apps }\nspec: ${spec}\n`;
const decided = `---
apiVersion: ${ocm}/v1beta1
kind: PlacementDecision
metadata: { name: p-decision-1, namespace: apps, labels: { ${ocm}/placement: p } }
status: { decisions: [{ clusterName: c, reason: '' }] }
`;
const clusters = cluster('a', '{ tier: canary }') + cluster('b') + cluster('c');
const two =
  placement(`
  numberOfClusters: 2
  decisionStrategy:
    groupStrategy:
      decisionGroups:
        - groupName: canary
          groupClusterSelector: { labelSelector: { matchLabels: { tier: canary } } }
`) + decided;

describe('mcp placement decide -f', () => {
  test('decides files outside of any repository, with what was decided before', async () => {
    const cwd = folderWith({ 'clusters.yaml': clusters, 'placement.yaml': two });
    const run = await mcp(['placement', 'decide', '-f', '.'], { cwd });
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe(`apps/p
  + 2 selected
    group 0 canary
      a
    group 1
      c
    CLUSTER  SCORE  Balance  Steady
    c        200    100      100
    a        100    100      0
    b        100    100      0
  - 1 left out: NumberOfClusters: With a score of 100 it is not among the best 2.
      b`);
  });

  test('prints the PlacementDecisions of a hub, and reads the standard input', async () => {
    const run = await mcp(['placement', 'decide', '-f', '-', '-o', 'yaml'], { input: clusters + two });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toBe(`---
apiVersion: cluster.open-cluster-management.io/v1beta1
kind: PlacementDecision
metadata:
  labels:
    cluster.open-cluster-management.io/decision-group-index: '0'
    cluster.open-cluster-management.io/decision-group-name: canary
    cluster.open-cluster-management.io/placement: p
  name: p-decision-1
  namespace: apps
status:
  decisions:
    - clusterName: a
      reason: ''
---
apiVersion: cluster.open-cluster-management.io/v1beta1
kind: PlacementDecision
metadata:
  labels:
    cluster.open-cluster-management.io/decision-group-index: '1'
    cluster.open-cluster-management.io/decision-group-name: ''
    cluster.open-cluster-management.io/placement: p
  name: p-decision-2
  namespace: apps
status:
  decisions:
    - clusterName: c
      reason: ''`);
  });

  test('says what a hub would say of a mistake', async () => {
    const spec = "{ predicates: [{ requiredClusterSelector: { celSelector: { celExpressions: ['a ==']}}}] }";
    const run = await mcp(['placement', 'decide', '-f', '-'], { input: clusters + placement(spec) });
    expect(run.stdout).toContain('PlacementMisconfigured=True Misconfigured: Predicate:compilation failed: ');
    expect(run.stdout).toContain('+ 0 selected');
  });

  test.each([
    ['no Placement', clusters, 'USAGE', 'there is no Placement in -'],
    ['no cluster', two, 'INVENTORY_FAILED', 'The inventory holds no cluster.'],
    [
      'a decision of nobody',
      clusters + two + decided.replace(`${ocm}/placement: p`, ''),
      'CONFIG_INVALID',
      `A PlacementDecision needs the label ${ocm}/placement.`,
    ],
    [
      'a decision that is none',
      clusters + two + decided.replace('clusterName: c', 'cluster: c'),
      'CONFIG_INVALID',
      'status.decisions must be a list, each with a clusterName.',
    ],
  ])('%s', async (_, input, code, message) => {
    const run = await mcp(['placement', 'decide', '-f', '-', '--json'], { input });
    expect(documentOf(run)).toMatchObject({ error: { code, message } });
  });
});

describe('what was decided before', () => {
  let policy: string;
  const decide = async (...flags: readonly string[]) => {
    const run = await mcp(['placement', 'decide', '--json', ...flags], { cwd: policy });
    const [decision] = documentOf<{ readonly decisions: readonly Decision[] }>(run).decisions;
    return { clusters: decision?.clusters, groups: decision?.groups, stderr: run.stderr };
  };
  const commit = () => {
    git(policy, 'add', '--all');
    git(policy, 'commit', '--quiet', '--message', 'change');
  };

  beforeAll(async () => {
    policy = folderWith({
      'mcp.yaml': `apiVersion: mcp.policy/v1alpha1
kind: Fleet
metadata: { name: steady }
spec:
  inventory: [{ path: clusters }]
  delivery: { repository: fleet.git, branch: 'cluster/\${cluster.name}' }
  policies: []
---
apiVersion: mcp.policy/v1alpha1
kind: Baseline
metadata: { name: b }
spec:
  placement: p
  templates: [templates/t]
${placement('{ numberOfClusters: 2, decisionStrategy: { groupStrategy: { clustersPerDecisionGroup: 1 } } }').replace(', namespace: apps', '')}`,
      'templates/t/a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n',
      'clusters/all.yaml': cluster('x1') + cluster('x2'),
      '.gitignore': 'fleet.git\n',
    });
    bareRepository(join(policy, 'fleet.git'));
    git(policy, 'init', '--quiet');
    commit();
    expect(await mcp(['policy', 'sync'], { cwd: policy })).toMatchObject({ code: 0 });
    writeFileSync(join(policy, 'clusters', 'more.yaml'), cluster('a') + cluster('b'));
    commit();
  });

  test('keeps clusters selected that a newer one would come before by name', async () => {
    expect(await decide()).toMatchObject({ clusters: ['x1', 'x2'] });
    expect(await decide('--no-history')).toMatchObject({ clusters: ['a', 'b'] });
  });

  test('is what sync and its record go by', async () => {
    await mcp(['policy', 'sync'], { cwd: policy });
    const record = git(join(policy, 'fleet.git'), 'show', 'mcp/ledger:run.json');
    expect((JSON.parse(record) as { decisions: unknown }).decisions).toEqual([
      {
        placement: 'default/p',
        clusters: ['x1', 'x2'],
        groups: [
          { index: 0, name: '', clusters: ['x1'] },
          { index: 1, name: '', clusters: ['x2'] },
        ],
      },
    ]);
  });

  test('is done without, with a warning, where nobody answers', async () => {
    const yaml = join(policy, 'mcp.yaml');
    git(policy, 'checkout', '--quiet', '-b', 'elsewhere');
    writeFileSync(
      yaml,
      git(policy, 'show', 'HEAD:mcp.yaml').replace('fleet.git', 'https://127.0.0.1:1/x.git'),
    );
    commit();
    const run = await mcp(['placement', 'decide'], { cwd: policy });
    expect(run.stderr).toContain('decided without what was decided before');
    expect(run.stdout).toContain('+ 2 selected');
    const asked = await mcp(['placement', 'decide', '--repository', 'https://127.0.0.1:1/x.git'], {
      cwd: policy,
    });
    expect(asked.code).toBe(5);
  });

  test('does not make a misconfigured placement remove everything', async () => {
    git(policy, 'checkout', '--quiet', '-b', 'wrong');
    const wrong =
      'numberOfClusters: 2, prioritizerPolicy: { configurations: [{ scoreCoordinate: { builtIn: Spread } }] }';
    const yaml = git(policy, 'show', 'elsewhere~1:mcp.yaml').replace('numberOfClusters: 2', wrong);
    writeFileSync(join(policy, 'mcp.yaml'), yaml);
    commit();
    const run = await mcp(['policy', 'sync', '--json'], { cwd: policy });
    expect(documentOf(run)).toMatchObject({
      error: {
        code: 'CONFIG_INVALID',
        message:
          'A hub would call the placement default/p misconfigured: incorrect builtin prioritizer: Spread',
        position: { file: 'mcp.yaml' },
      },
    });
  });
});
