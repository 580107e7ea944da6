import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Acme } from '../support/acme.ts';
import { acme } from '../support/acme.ts';
import type { Run } from '../support/mcp.ts';
import { documentOf, mcp, root } from '../support/mcp.ts';

interface SyncResult {
  readonly summary: Readonly<Record<string, number>>;
  readonly outcomes: readonly { readonly cluster: string; readonly kind: string; readonly message: string }[];
  readonly ledger: string | null;
}

const walkthrough = JSON.parse(readFileSync(join(root, 'examples', 'acme', 'walkthrough.json'), 'utf8')) as {
  readonly branch: string;
  readonly blocked: { readonly cluster: string; readonly policy: string };
  readonly edit: {
    readonly file: string;
    readonly from: string;
    readonly to: string;
    readonly touches: readonly string[];
  };
};

describe('the main job on the fleet of examples/acme', () => {
  let fleet: Acme;
  let first: Run;

  beforeAll(async () => {
    fleet = await acme();
    first = await mcp(['policy', 'sync', '--json'], { cwd: fleet.policy });
  });

  test('delivers every cluster but the one that a policy denies, and says so with exit code 1', async () => {
    const { summary, outcomes } = documentOf<SyncResult>(first);
    expect(first.code).toBe(1);
    expect(summary['created']).toBeGreaterThanOrEqual(20);
    expect(summary).toMatchObject({ blocked: 1, failed: 0 });
    const blocked = outcomes.find((outcome) => outcome.kind === 'blocked');
    expect(blocked?.cluster).toBe(walkthrough.blocked.cluster);
    expect(blocked?.message).toContain(walkthrough.blocked.policy);
    const [template = '', line = ''] =
      /\((templates\/\S+):(\d+):\d+\)/u.exec(blocked?.message ?? '')?.slice(1) ?? [];
    const lines = readFileSync(join(fleet.policy, template), 'utf8').split('\n');
    expect(lines[Number(line) - 1]).toContain('hostNetwork: ${');
    const branches = await fleet.branches();
    expect(branches).not.toContain(`cluster/${walkthrough.blocked.cluster}`);
    expect(branches).toHaveLength((summary['created'] ?? 0) + 1);
    expect(branches).toContain('mcp/ledger');
  });

  test('leaves a fleet repository that git finds sound', async () => {
    const report = await fleet.git(fleet.fleet, 'fsck', '--strict', '--full', '--no-dangling');
    expect(report).toBe('');
  });

  test('every branch can be cloned and holds Kubernetes objects', async () => {
    for (const branch of (await fleet.branches()).filter((name) => name.startsWith('cluster/'))) {
      const files = (await fleet.git(fleet.fleet, 'ls-tree', '-r', '--name-only', branch)).split('\n');
      expect(files.length).toBeGreaterThan(3);
      for (const file of files.filter((name) => name.endsWith('.yaml'))) {
        const documents = parseAllDocuments(await fleet.git(fleet.fleet, 'show', `${branch}:${file}`));
        for (const document of documents) {
          expect(document.errors).toEqual([]);
          expect(document.toJS()).toMatchObject({
            apiVersion: expect.any(String),
            kind: expect.any(String),
            metadata: { name: expect.any(String) },
          });
        }
      }
    }
    const clone = join(fleet.fleet, '..', 'clone');
    await fleet.git('.', 'clone', '--quiet', '--branch', walkthrough.branch, fleet.fleet, clone);
    expect(await fleet.git(clone, 'status', '--porcelain')).toBe('');
  });

  test('commits say where they come from', async () => {
    const message = await fleet.git(fleet.fleet, 'log', '-1', '--format=%B', walkthrough.branch);
    const head = await fleet.git(fleet.policy, 'rev-parse', 'HEAD');
    expect(message).toContain(`@${head}`);
    for (const trailer of ['Mcp-Cluster', 'Mcp-Run', 'Mcp-Baselines', 'Mcp-Evaluation']) {
      expect(message).toMatch(new RegExp(`^${trailer}: \\S`, 'mu'));
    }
  });

  test('a second sync makes no commit at all and says so', async () => {
    const before = await fleet.refs();
    const second = await mcp(['policy', 'sync'], { cwd: fleet.policy });
    expect(second.code).toBe(1);
    expect(second.stdout).toContain('No commit was made.');
    expect(await fleet.refs()).toBe(before);
  });

  test('nor does a sync on another machine, whose cache is empty', async () => {
    const before = await fleet.refs();
    const cache = join(fleet.fleet, '..', 'cache');
    const other = await mcp(['policy', 'sync', '--cache-dir', cache, '--json'], { cwd: fleet.policy });
    expect(documentOf<SyncResult>(other)).toMatchObject({
      ledger: null,
      summary: { created: 0, updated: 0, blocked: 1 },
    });
    expect(other.stderr).toMatch(/^evaluate /mu);
    expect(await fleet.refs()).toBe(before);
  });

  test('a plan afterwards has nothing to create or update', async () => {
    const plan = await mcp(['policy', 'plan', '--json'], { cwd: fleet.policy });
    expect(plan.code).toBe(1);
    expect(documentOf<SyncResult>(plan).summary).toMatchObject({
      create: 0,
      update: 0,
      remove: 0,
      blocked: 1,
    });
  });

  test('a change to one baseline commits to the clusters that it touches, and to no other', async () => {
    const before = new Map(
      (await fleet.refs()).split('\n').map((line) => line.split(' ') as [string, string]),
    );
    const { file, from, to, touches } = walkthrough.edit;
    fleet.edit(file, from, to);
    await fleet.commit('Change one baseline');
    const third = await mcp(['policy', 'sync', '--json'], { cwd: fleet.policy });
    expect(third.code).toBe(1);
    const updated = documentOf<SyncResult>(third).outcomes.filter((outcome) => outcome.kind === 'updated');
    expect(updated.map((outcome) => outcome.cluster)).toEqual([...touches].sort());
    const after = new Map(
      (await fleet.refs()).split('\n').map((line) => line.split(' ') as [string, string]),
    );
    const moved = [...after].filter(([ref, id]) => before.get(ref) !== id).map(([ref]) => ref);
    expect(moved.sort()).toEqual(
      [...touches.map((cluster) => `refs/heads/cluster/${cluster}`), 'refs/heads/mcp/ledger'].sort(),
    );
    expect(await fleet.git(fleet.fleet, 'fsck', '--strict', '--full', '--no-dangling')).toBe('');
  });

  test('the report comes from the fleet repository alone', async () => {
    const out = join(fleet.fleet, '..', 'report');
    const run = await mcp(['audit', 'report', '--repository', fleet.fleet, '--out', out, '--json'], {
      cwd: '/',
    });
    expect(run.stderr).not.toContain('error');
    expect(run.code).toBe(0);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as {
      readonly population: Readonly<Record<'inScope' | 'evaluated' | 'noData' | 'excluded', number>>;
    };
    const { inScope, evaluated, noData, excluded } = report.population;
    expect(inScope).toBe(evaluated + noData + excluded);
    expect(inScope).toBeGreaterThanOrEqual(24);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(walkthrough.blocked.cluster);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('acme');
  });
});

describe('a branch that somebody else made', () => {
  test('is never overwritten, however often a sync runs, and holds back its cluster alone', async () => {
    const fleet = await acme();
    const branch = 'cluster/prod-eu-shop-1';
    await fleet.git(fleet.policy, 'push', '--quiet', fleet.fleet, `main:refs/heads/${branch}`);
    const theirs = await fleet.git(fleet.fleet, 'rev-parse', branch);
    for (let round = 0; round < 3; round += 1) {
      const run = await mcp(['policy', 'sync', '--json'], { cwd: fleet.policy });
      const { summary, outcomes } = documentOf<SyncResult>(run);
      expect(summary).toMatchObject({ blocked: 2, failed: 0 });
      expect(outcomes.find(({ cluster }) => cluster === 'prod-eu-shop-1')).toMatchObject({
        kind: 'blocked',
        message: expect.stringContaining('was not made by mcp'),
      });
      expect(await fleet.git(fleet.fleet, 'rev-parse', branch)).toBe(theirs);
      await fleet.commit(`Round ${round}`);
    }
  });
});

describe('a template that fails for one cluster', () => {
  test('blocks that cluster alone and says where', async () => {
    const fleet = await acme();
    fleet.edit(
      'templates/runtime-sensor/sensor.yaml',
      '${parameters.sensor.image}',
      "${cluster.labels['only-here']}",
    );
    fleet.edit(
      'clusters/eu-production.yaml',
      'environment: production',
      'environment: production\n    only-here: one',
    );
    await fleet.commit('A label that one cluster has');
    const run = await mcp(['policy', 'plan', '--quiet'], { cwd: fleet.policy });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^ {4}templates\/runtime-sensor\/sensor\.yaml:\d+:\d+: .*only-here/mu);
  });
});

describe('what must not be delivered unseen', () => {
  test('a list of objects is refused: nobody would judge what is in it', async () => {
    const fleet = await acme();
    fleet.write(
      'templates/runtime-sensor/sneak.yaml',
      'apiVersion: v1\nkind: List\nmetadata: { name: sneak }\nitems:\n  - { apiVersion: v1, kind: Pod, metadata: { name: p } }\n',
    );
    const run = await mcp(['policy', 'sync', '--worktree', '--json'], { cwd: fleet.policy });
    expect(run.code).toBe(2);
    expect(documentOf(run)).toMatchObject({
      error: { code: 'TEMPLATE_INVALID', position: { file: 'templates/runtime-sensor/sneak.yaml', line: 4 } },
    });
    expect(await fleet.refs()).toBe('');
  });

  test('the ledger of another fleet is not taken for ours', async () => {
    const fleet = await acme();
    await mcp(['policy', 'sync'], { cwd: fleet.policy });
    const before = await fleet.refs();
    fleet.edit('mcp.yaml', 'name: acme', 'name: other');
    fleet.edit('mcp.yaml', 'removalPolicy: Keep', 'removalPolicy: Prune');
    const run = await mcp(['policy', 'sync', '--worktree', '--json'], { cwd: fleet.policy });
    expect(documentOf(run)).toMatchObject({
      error: { code: 'CONFIG_INVALID', message: expect.stringContaining('is the ledger of the fleet acme') },
    });
    expect(await fleet.refs()).toBe(before);
  });

  test('branches that got another name are told of', async () => {
    const fleet = await acme();
    await mcp(['policy', 'sync'], { cwd: fleet.policy });
    fleet.edit('mcp.yaml', 'cluster/${cluster.name}', 'fleet/${cluster.name}');
    const run = await mcp(['policy', 'plan', '--worktree'], { cwd: fleet.policy });
    expect(run.stderr).toMatch(/^warning 27 branches got another name \(cluster\/\S+ is fleet\/\S+ now\)/mu);
  });
});
