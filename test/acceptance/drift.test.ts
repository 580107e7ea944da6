import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { DriftDocument } from '../../src/pipeline/show-drift.ts';
import { git } from '../support/git-repository.ts';
import { startGitHttpServer } from '../support/git-http-server.ts';
import { documentOf, mcp } from '../support/mcp.ts';
import type { Run } from '../support/mcp.ts';
import { baselineFor, managedCluster, placementOf, tinyFleet } from '../support/tiny-fleet.ts';
import type { TinyFleet } from '../support/tiny-fleet.ts';

const names = ['amended', 'by-hand', 'deleted', 'left-alone'];
const file = 'all/default/configmap-all.yaml';
let fleet: TinyFleet;

beforeAll(async () => {
  fleet = await tinyFleet(
    {},
    {
      ...Object.fromEntries(names.map((name) => [`clusters/${name}.yaml`, managedCluster(name, {})])),
      'placements/all.yaml': placementOf('all', {}),
      ...baselineFor('all'),
    },
  );
  expect((await policy('sync')).code).toBe(0);
}, 60_000);

function policy(command: 'drift' | 'sync', ...args: readonly string[]): Promise<Run> {
  return mcp(['policy', command, ...args], { cwd: fleet.policy });
}

function kindsOf(run: Run): readonly string[] {
  return documentOf<DriftDocument>(run).drifts.map(({ cluster, kind }) => `${cluster} ${kind}`);
}

/** What a colleague with a clone and the right to push does. */
function meddle(): void {
  const root = join(fleet.policy, '..');
  const clone = join(root, 'clone');
  git(root, 'clone', '--quiet', '--no-checkout', 'fleet.git', clone);
  git(clone, 'checkout', '--quiet', 'cluster/by-hand');
  writeFileSync(join(clone, file), 'kind: ConfigMap\ndata: { by: hand }\n');
  writeFileSync(join(clone, 'token.yaml'), 'kind: Secret\nstringData: { token: hunter2 }\n');
  git(clone, 'add', '--all');
  git(clone, 'commit', '--quiet', '--author=Bob <bob@example.com>', '-m', 'A quick fix');
  git(clone, 'push', '--quiet', 'origin', 'cluster/by-hand', ':cluster/deleted');
  git(clone, 'checkout', '--quiet', 'cluster/amended');
  rmSync(join(clone, file));
  git(clone, 'commit', '--quiet', '--all', '--amend', '--allow-empty', '--no-edit');
  git(clone, 'push', '--quiet', '--force', 'origin', 'cluster/amended');
}

test('a colleague commits by hand, by force, and deletes: drift says what and who, the sync records the fleet anew', async () => {
  const clean = await policy('drift');
  expect([clean.code, clean.stdout]).toEqual([
    0,
    expect.stringMatching(/^No drift: 4 branches compared with run \S+\.$/u),
  ]);

  meddle();
  const found = await policy('drift', '--json');
  expect(found.code).toBe(1);
  const { drifts } = documentOf<DriftDocument>(found);
  expect(kindsOf(found)).toEqual(['amended rewritten', 'by-hand committed', 'deleted deleted']);
  expect(drifts.map(({ files }) => files?.map(({ change, path }) => `${change} ${path}`))).toEqual([
    [`removed ${file}`],
    [`changed ${file}`, 'added token.yaml'],
    [`removed ${file}`],
  ]);

  const shown = await policy('drift', 'by-hand', '--diff');
  expect(shown.code).toBe(1);
  expect(shown.stdout).toContain(
    '2026-11-01T12:00:00.000Z Bob <bob@example.com>, committed by Ada <ada@example.com>: A quick fix',
  );
  expect(shown.stdout).toContain('+data: { by: hand }');
  expect(shown.stdout).toContain('+  token: (value added)');
  expect(shown.stdout).not.toContain('hunter2');
  expect(shown.stdout).toContain('Drift: 1 not as recorded, 1 branch compared');

  const quiet = await policy('drift', 'left-alone');
  expect(quiet.code).toBe(0);
  const unknown = await policy('drift', 'by-hnad');
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('by-hand')]);

  // An auditor has the fleet repository alone, behind a server that does not give what no branch holds any more.
  const server = await startGitHttpServer(join(fleet.policy, '..'));
  const elsewhere = await mcp(['policy', 'drift', '--json', '--repository', `${server.origin}/fleet.git`], {
    cwd: join(fleet.policy, '..'),
    env: { MCP_CACHE_DIR: join(fleet.policy, '..', 'cache') },
  });
  await server.close();
  expect(elsewhere.code).toBe(1);
  expect(kindsOf(elsewhere)).toEqual(kindsOf(found));

  await policy('sync');
  expect(kindsOf(await policy('drift', '--json'))).toEqual([]);
}, 60_000);
