import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { DeadLetter } from '../../src/model/ledger.ts';
import { writeHook } from '../support/git-repository.ts';
import { documentOf, mcp } from '../support/mcp.ts';
import type { Run } from '../support/mcp.ts';
import { baselineFor, managedCluster, placementOf, tinyFleet } from '../support/tiny-fleet.ts';
import type { TinyFleet } from '../support/tiny-fleet.ts';

interface Document {
  readonly deadLetters: readonly DeadLetter[];
  readonly run: { readonly outcomes: readonly { readonly cluster: string; readonly kind: string }[] } | null;
}

let fleet: TinyFleet;
const names = ['a', 'b', 'c', 'd'];
const at = (hour: number): Record<string, string> => ({ MCP_NOW: `2026-11-24T${hour}:00:00Z` });
const run = (hour: number, ...words: string[]): Promise<Run> =>
  mcp(['policy', ...words], { cwd: fleet.policy, env: at(hour) });
const log = (branch: string) => fleet.git('fleet.git', 'log', '--format=%H', `cluster/${branch}`);
const hook = () => join(fleet.policy, '..', 'fleet.git', 'hooks', 'update');
const freeze = (pattern: string) => {
  writeHook(
    join(fleet.policy, '..', 'fleet.git'),
    'update',
    `case "$1" in ${pattern}) echo frozen >&2; exit 1;; esac`,
  );
};
const lineOf = async (cluster: string): Promise<string> => {
  const lines = await fleet.git('fleet.git', 'show', 'mcp/ledger:clusters.jsonl');
  return lines.split('\n').find((line) => line.includes(`"name":"${cluster}"`)) ?? '';
};

beforeAll(async () => {
  fleet = await tinyFleet(
    {},
    {
      ...Object.fromEntries(names.map((name) => [`clusters/${name}.yaml`, managedCluster(name, {})])),
      'placements/all.yaml': placementOf('all', {}),
      ...baselineFor('all'),
    },
  );
});

test('what a server refuses is kept until it is delivered, and retried alone', async () => {
  freeze('*/cluster/[ab]');
  const first = await run(10, 'sync');
  expect(first.code).toBe(3);
  expect(first.stdout).toMatch(/^x failed {5}a: the server refused the branch: .*frozen/mu);
  expect(first.stdout).toContain(
    'retry: 2 clusters wait for another try of a failed delivery: mcp policy retry\n',
  );

  const listed = await run(11, 'retry', '--list', '--json');
  expect(listed.code).toBe(0);
  const time = '2026-11-24T10:00:00.000Z';
  const letter = { attempts: 5, first: time, last: time, reason: expect.stringContaining('frozen') };
  expect(documentOf<Document>(listed)).toEqual({
    deadLetters: [
      { cluster: 'a', ...letter },
      { cluster: 'b', ...letter },
    ],
    run: null,
  });

  // The policy repository goes on; the retry completes the run that failed, and touches no other cluster.
  await fleet.commit({
    'templates/all/more.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: more }\n',
  });
  const others = await Promise.all([log('c'), lineOf('c'), lineOf('d')]);
  freeze('*/cluster/a');
  const retry = await run(12, 'retry', '--json');
  expect(retry.code).toBe(3);
  const document = documentOf<Document>(retry);
  expect(document.run?.outcomes.map(({ cluster, kind }) => [cluster, kind])).toEqual([
    ['a', 'failed'],
    ['b', 'created'],
  ]);
  expect(document.deadLetters).toEqual([
    { cluster: 'a', ...letter, attempts: 10, last: '2026-11-24T12:00:00.000Z' },
  ]);
  expect(await Promise.all([log('c'), lineOf('c'), lineOf('d')])).toEqual(others);
  expect(await fleet.git('fleet.git', 'ls-tree', '-r', '--name-only', 'cluster/b')).not.toContain('more');

  const report = await mcp(['audit', 'report'], { cwd: fleet.policy, env: at(13) });
  expect(report.stdout).toContain(
    `The delivery to 1 cluster failed and did not succeed later: a since ${time}.`,
  );

  rmSync(hook());
  const last = await run(14, 'retry', 'a');
  expect(last).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\+ created {4}a$/mu) });
  const nothing = await run(15, 'retry');
  expect(nothing).toMatchObject({ code: 0, stdout: 'Nothing to retry: no delivery has failed.' });
  expect(await fleet.git('fleet.git', 'rev-list', '--count', 'mcp/ledger')).toBe('3');

  // The branches of a and b are known as ours, and the next sync goes on from there.
  const sync = await run(16, 'sync');
  expect(sync).toMatchObject({ code: 0, stdout: expect.stringMatching(/^~ updated {4}a, b, c, d$/mu) });
});

test('a retry of what has not failed, or of what cannot be repeated, is refused', async () => {
  expect(await run(17, 'retry', 'c')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('error USAGE'),
  });
  freeze('*/cluster/a');
  await fleet.commit({ 'templates/all/more.yaml': null });
  const dirty = {
    'templates/all/other.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: other }\n',
  };
  const { writeFiles } = await import('../support/git-repository.ts');
  writeFiles(fleet.policy, dirty);
  expect((await run(18, 'sync', '--worktree')).code).toBe(3);
  expect(await run(19, 'retry')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('error RETRY_REFUSED'),
  });
});
