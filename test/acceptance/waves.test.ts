import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SyncDocument } from '../../src/cli/sync-document.ts';
import { documentOf, mcp } from '../support/mcp.ts';
import type { Run } from '../support/mcp.ts';

const fleetFile = `apiVersion: mcp.policy/v1alpha1
kind: Fleet
metadata: { name: waves }
spec:
  inventory: [{ path: clusters }]
  delivery: { repository: ../fleet.git }
  policies: [policies]
---
apiVersion: cluster.open-cluster-management.io/v1beta2
kind: ManagedClusterSet
metadata: { name: global }
spec: { clusterSelector: { selectorType: LabelSelector, labelSelector: {} } }
---
apiVersion: cluster.open-cluster-management.io/v1beta2
kind: ManagedClusterSetBinding
metadata: { name: global, namespace: default }
spec: { clusterSet: global }
---
apiVersion: cluster.open-cluster-management.io/v1beta1
kind: Placement
metadata: { name: all, namespace: default }
spec: {}
`;

const baseline = (name: string, text: string, rollout = ''): string => `apiVersion: mcp.policy/v1alpha1
kind: Baseline
metadata: { name: ${name} }
spec:
  placement: all
  templates: [templates]
  parameters: { name: ${name}, text: ${text} }
${rollout}`;

const waves = `  rollout:
    type: Progressive
    progressive: { maxConcurrency: 2, minSuccessTime: 1h }
`;

const template = `apiVersion: v1
kind: ConfigMap
metadata: { name: '\${parameters.name}', namespace: default }
data: { text: '\${parameters.text}', cluster: '\${cluster.name}' }
`;

const policy = `# METADATA
# title: c3 takes nothing bad
# custom:
#   id: no-bad
#   severity: critical
#   controls: [acme-1]
package acme.bad

deny contains {"message": "bad text"} if {
	input.object.data.cluster == "c3"
	input.object.data.text == "bad"
}
`;

let folder: string;
const git = async (repository: string, ...args: string[]): Promise<string> => {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@acme.example', '-c', 'commit.gpgsign=false'];
  return (await execa('git', ['-C', join(folder, repository), ...identity, ...args])).stdout;
};

async function commit(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'policy', path)), { recursive: true });
    writeFileSync(join(folder, 'policy', path), text);
  }
  await git('policy', 'add', '--all');
  await git('policy', 'commit', '--quiet', '--message', 'change');
}

const clusters = (...names: string[]): Record<string, string> => ({
  'clusters/all.yaml': names
    .map(
      (name) =>
        `apiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedCluster\nmetadata: { name: ${name} }\nspec: { hubAcceptsClient: true }\n`,
    )
    .join('---\n'),
});

const run = (command: string, time: string, cache = 'cache'): Promise<Run> =>
  mcp(['policy', command, '--json', '--allow-removals'], {
    cwd: join(folder, 'policy'),
    env: { MCP_NOW: `2026-11-24T${time}:00Z`, MCP_CACHE_DIR: join(folder, cache) },
  });

/** What a sync says, by kind of outcome: `updated: c1 c2`. */
async function sync(time: string, cache?: string): Promise<Record<string, string> & { code: string }> {
  const made = await run('sync', time, cache);
  const { outcomes, rollouts, ledger } = documentOf<SyncDocument>(made);
  const kinds = Map.groupBy(outcomes, ({ kind }) => kind);
  return {
    ...Object.fromEntries([...kinds].map(([kind, of]) => [kind, of.map(({ cluster }) => cluster).join(' ')])),
    code: String(made.code),
    message: rollouts[0]?.message ?? '',
    next: rollouts[0]?.nextWave ?? '',
    recorded: String(ledger !== null),
  };
}

/** The text that a cluster's branch holds of a baseline; empty: none. */
async function held(cluster: string, name: string): Promise<string> {
  const file = `cluster/${cluster}:${name}/default/configmap-${name}.yaml`;
  const shown = await git('fleet.git', 'show', file).catch(() => '');
  return /text: "?(\w+)/u.exec(shown)?.[1] ?? '';
}

const heldBy = (name: string, ...names: string[]): Promise<string> =>
  Promise.all(names.map((cluster) => held(cluster, name))).then((texts) => texts.join(' '));

const six = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-waves-'));
  await execa('git', ['init', '--quiet', '--initial-branch=main', join(folder, 'policy')]);
  await execa('git', ['init', '--quiet', '--bare', join(folder, 'fleet.git')]);
  await commit({
    'mcp.yaml': fleetFile,
    'templates/configmap.yaml': template,
    'policies/bad.rego': policy,
    'baselines/slow.yaml': baseline('slow', 'one'),
    'baselines/other.yaml': baseline('other', 'one'),
    ...clusters(...six),
  });
  expect(await sync('08:00')).toMatchObject({ created: six.join(' '), code: '0' });
});

describe('new content goes out in waves', () => {
  test('each after the one before has succeeded, and the rest keeps what it has', async () => {
    await commit({
      'baselines/slow.yaml': baseline('slow', 'two', waves),
      'baselines/other.yaml': baseline('other', 'two'),
    });
    const plan = await run('plan', '09:00');
    expect(plan.code).toBe(0);
    expect(documentOf<SyncDocument>(plan).rollouts[0]).toMatchObject({
      message: 'waits: 2 at a time, now c1, c2',
      nextWave: '2026-11-24T10:00:00.000Z',
    });
    expect(await sync('09:00')).toMatchObject({ updated: six.join(' '), code: '0', recorded: 'true' });
    expect(await heldBy('slow', ...six)).toBe('two two one one one one');
    expect(await heldBy('other', ...six)).toBe('two two two two two two');

    const waiting = {
      unchanged: 'c1 c2',
      pending: 'c3 c4 c5 c6',
      code: '0',
      next: '2026-11-24T10:00:00.000Z',
    };
    // Until the next wave is due there is nothing new to say, whether the cache remembers it or not.
    expect(await sync('09:05')).toMatchObject(waiting);
    expect(await sync('09:59', 'empty')).toMatchObject(waiting);
    expect(await sync('10:00')).toMatchObject({ updated: 'c3 c4', pending: 'c5 c6', unchanged: 'c1 c2' });
    expect(await sync('11:00')).toMatchObject({ updated: 'c5 c6', unchanged: 'c1 c2 c3 c4' });
    expect(await heldBy('slow', ...six)).toBe('two two two two two two');
    expect(await sync('12:00')).toMatchObject({ unchanged: six.join(' '), message: '', code: '0' });
  });

  test('stops where a wave fails, goes on with a fix, and takes clusters that come and go', async () => {
    await commit({ 'baselines/slow.yaml': baseline('slow', 'bad', waves) });
    expect(await sync('09:00')).toMatchObject({ updated: 'c1 c2', pending: 'c3 c4 c5 c6', code: '0' });
    expect(await sync('10:00')).toMatchObject({ blocked: 'c3', updated: 'c4', pending: 'c5 c6', code: '1' });
    expect(await sync('11:00')).toMatchObject({
      ...{ blocked: 'c3', pending: 'c5 c6', code: '1' },
      message: 'stopped: 1 failed (c3), 0 may',
    });
    expect(await heldBy('slow', ...six)).toBe('bad bad one bad one one');

    // New content begins with the first wave again.
    await commit({ 'baselines/slow.yaml': baseline('slow', 'good', waves) });
    expect(await sync('11:30')).toMatchObject({ updated: 'c1 c2', pending: 'c3 c4 c5 c6', code: '0' });

    await commit(clusters('c0', 'c2', 'c3', 'c4', 'c5', 'c6'));
    // c1 has left while it was under way: c0 takes its place.
    expect(await sync('11:40')).toMatchObject({ created: 'c0', kept: 'c1', pending: 'c3 c4 c5 c6' });
    expect(await heldBy('slow', 'c0', 'c3', 'c4')).toBe('good one bad');
    expect(await sync('12:40')).toMatchObject({ updated: 'c3 c4', pending: 'c5 c6' });
    expect(await sync('13:40')).toMatchObject({ updated: 'c5 c6' });
  });

  test('a failed cluster makes room at its deadline, while maxFailures lets the rollout go on', async () => {
    const rollout =
      '  rollout: { type: Progressive, progressive: { maxConcurrency: 1, maxFailures: 1, progressDeadline: 2h } }\n';
    await commit({ 'baselines/slow.yaml': baseline('slow', 'bad', rollout), ...clusters('c3', 'c4', 'c5') });
    const waiting = { blocked: 'c3', pending: 'c4 c5', code: '1', next: '2026-11-24T11:00:00.000Z' };
    expect(await sync('09:00')).toMatchObject(waiting);
    expect(await sync('10:59')).toMatchObject(waiting);
    expect(await sync('11:00')).toMatchObject({ blocked: 'c3', updated: 'c4', pending: 'c5', code: '1' });
    expect(await heldBy('slow', 'c3', 'c4', 'c5')).toBe('one bad one');
  });

  test('a cluster without any of it gets the rest, or no branch at all, until its turn comes', async () => {
    await commit({ 'baselines/slow.yaml': baseline('slow', 'two', waves), ...clusters(...six, 'c7') });
    expect(await sync('09:00')).toMatchObject({ updated: 'c1 c2', created: 'c7' });
    expect(await heldBy('slow', 'c7')).toBe('');
    expect(await heldBy('other', 'c7')).toBe('one');
  });

  test('group by group, as the placement divides the clusters', async () => {
    const rollout = '  rollout: { type: ProgressivePerGroup, progressivePerGroup: { minSuccessTime: 1h } }\n';
    const strategy = 'spec: { decisionStrategy: { groupStrategy: { clustersPerDecisionGroup: 3 } } }\n';
    const divided = fleetFile.replace(/spec: \{\}\n$/u, strategy);
    await commit({ 'mcp.yaml': divided, 'baselines/slow.yaml': baseline('slow', 'two', rollout) });
    const first = { updated: 'c1 c2 c3', pending: 'c4 c5 c6', message: 'waits for group 0: c1, c2, c3' };
    expect(await sync('09:00')).toMatchObject(first);
    expect(await sync('10:00')).toMatchObject({ updated: 'c4 c5 c6', unchanged: 'c1 c2 c3', message: '' });
  });

  test('a mandatory group without clusters stops the run before anything is written', async () => {
    const rollout = waves.replace('maxConcurrency: 2', 'mandatoryDecisionGroups: [{ groupName: canary }]');
    await commit({ 'baselines/slow.yaml': baseline('slow', 'two', rollout) });
    const refused = await run('sync', '09:00');
    expect([refused.code, refused.stdout]).toEqual([
      2,
      expect.stringContaining('the mandatory decision group canary'),
    ]);
    expect(await heldBy('slow', ...six)).toBe('one one one one one one');
  });

  test('what somebody put on a branch that waits blocks it when it cannot be judged', async () => {
    const blob = await execa('git', ['-C', join(folder, 'fleet.git'), 'hash-object', '-w', '--stdin'], {
      input: 'just text\n',
    });
    const path = join(folder, 'work');
    await execa('git', ['clone', '--quiet', '--branch', 'cluster/c5', join(folder, 'fleet.git'), path]);
    await git('work', 'update-index', '--add', '--cacheinfo', `100644,${blob.stdout},slow/default/note.yaml`);
    await git('work', 'commit', '--quiet', '--message', 'by hand');
    await git('work', 'push', '--quiet', 'origin', 'HEAD:cluster/c5');
    await commit({ 'baselines/slow.yaml': baseline('slow', 'two', waves) });
    expect(await sync('09:00')).toMatchObject({
      updated: 'c1 c2',
      blocked: 'c5',
      pending: 'c3 c4 c6',
      code: '1',
    });
  });
});
