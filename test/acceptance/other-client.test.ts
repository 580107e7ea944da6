import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import git from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Acme } from '../support/acme.ts';
import { acme } from '../support/acme.ts';
import type { GitHttpServer } from '../support/git-http-server.ts';
import { startGitHttpServer } from '../support/git-http-server.ts';
import { mcp } from '../support/mcp.ts';

let fleet: Acme;
let server: GitHttpServer;
beforeAll(async () => {
  fleet = await acme();
  // Its clone wants a HEAD that points at a commit.
  await fleet.git(fleet.policy, 'push', '--quiet', fleet.fleet, 'main');
  server = await startGitHttpServer(dirname(fleet.fleet));
});
afterAll(() => server.close());

test('a git client that is not git clones what mcp pushed over HTTP, and reads the same', async () => {
  const url = `${server.origin}/fleet.git`;
  const sync = await mcp(['policy', 'sync', '--repository', url], { cwd: fleet.policy });
  expect(sync.code).toBe(1);

  const branch = 'cluster/prod-eu-shop-1';
  const dir = join(dirname(fleet.fleet), 'clone');
  await git.clone({ fs, http, dir, url, ref: branch, singleBranch: true });
  const files = await git.listFiles({ fs, dir });
  expect(files).toEqual((await fleet.git(fleet.fleet, 'ls-tree', '-r', '--name-only', branch)).split('\n'));
  const [latest] = await git.log({ fs, dir, depth: 1 });
  expect(latest?.oid).toBe(await fleet.git(fleet.fleet, 'rev-parse', branch));
  expect(latest?.commit.message).toContain('Mcp-Cluster: prod-eu-shop-1');
  expect(await git.statusMatrix({ fs, dir })).toEqual(files.map((file) => [file, 1, 1, 1]));
});

test('a commit by hand on our branch is seen for what it is over HTTP, and the baseline put on top of it', async () => {
  const url = `${server.origin}/fleet.git`;
  const branch = 'cluster/prod-us-shop-1';
  const delivered = await fleet.git(fleet.fleet, 'rev-parse', branch);
  const empty = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
  const one = await fleet.git(fleet.fleet, 'commit-tree', '-m', 'By hand', '-p', delivered, empty);
  const two = await fleet.git(fleet.fleet, 'commit-tree', '-m', 'Again', '-p', one, empty);
  await fleet.git(fleet.fleet, 'update-ref', `refs/heads/${branch}`, two);

  const cache = join(dirname(fleet.fleet), 'cache');
  const args = ['policy', 'sync', '--repository', url, '--cache-dir', cache, '--quiet'];
  const sync = await mcp(args, { cwd: fleet.policy });
  expect(sync.stdout).toContain('~ updated    prod-us-shop-1');
  expect(await fleet.git(fleet.fleet, 'rev-parse', `${branch}^`)).toBe(two);
  expect(await fleet.git(fleet.fleet, 'rev-parse', `${branch}^{tree}`)).toBe(
    await fleet.git(fleet.fleet, 'rev-parse', `${delivered}^{tree}`),
  );
});
