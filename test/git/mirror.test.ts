import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openRemote } from '../../src/git/open-remote.ts';
import type { RefTip } from '../../src/model/git.ts';
import { startGitHttpServer } from '../support/git-http-server.ts';
import type { GitHttpServer } from '../support/git-http-server.ts';
import { git, repositoryWith, temporaryFolder, writeFiles } from '../support/git-repository.ts';

const folder = temporaryFolder();
const source = repositoryWith(join(folder.path, 'fleet'), { a: '1' });
for (const text of ['2', '3']) commit(text);
const tips = (...names: string[]): RefTip[] =>
  names.map((name) => ({ ref: `refs/heads/${name}`, id: git(source, 'rev-parse', name) }));
let server: GitHttpServer;
let cacheDirectory: string;
let serial = 0;

function commit(text: string): void {
  writeFiles(source, { a: text });
  git(source, 'commit', '--quiet', '--all', '-m', text);
}
const open = () => openRemote(`${server.origin}/fleet/.git`, { cacheDirectory });
const mirror = () => join(cacheDirectory, 'git', readdirSync(join(cacheDirectory, 'git'))[0]!);
const fetches = () => server.requests.filter((request) => request.startsWith('POST')).length;

beforeAll(async () => {
  server = await startGitHttpServer(folder.path);
});
beforeEach(() => {
  serial += 1;
  cacheDirectory = join(folder.path, `cache${serial}`);
  server.requests.length = 0;
});
afterAll(async () => {
  await server.close();
  folder[Symbol.dispose]();
});

test('depth 1 fetches the tip alone; without a depth the history follows', async () => {
  const remote = await open();
  const [main] = tips('main');
  await remote.fetch([main!], { depth: 1 });
  expect(await remote.reader().history(main!.id)).toHaveLength(1);
  await remote.fetch([main!]);
  const history = await remote.reader().history(main!.id);
  expect(history.map(({ message }) => message.trim())).toEqual(['3', '2', 'First']);
  expect(await remote.reader().history(main!.id, 2)).toHaveLength(2);
  await remote.close();
});

test('what is there is not fetched again, by another process neither', async () => {
  const remote = await open();
  await remote.fetch(tips('main'));
  const before = fetches();
  await remote.fetch(tips('main'), { depth: 1 });
  await (await open()).fetch(tips('main'));
  expect(fetches()).toBe(before);
  await remote.close();
});

test('a branch whose name is a folder of a later one does no harm', async () => {
  git(source, 'branch', 'x');
  const remote = await open();
  await remote.fetch(tips('x'));
  git(source, 'branch', '-D', 'x');
  commit('4');
  git(source, 'branch', 'x/y');
  await remote.fetch(tips('x/y'));
  expect(await remote.reader().has(tips('x/y')[0]!.id)).toBe(true);
  await remote.close();
});

test('a tip that the branch has left since it was listed is fetched all the same', async () => {
  const listed = tips('main');
  commit('5');
  git(source, 'branch', '--force', 'kept', listed[0]!.id);
  const remote = await open();
  await remote.fetch(listed, { depth: 1 });
  expect(await remote.reader().has(listed[0]!.id)).toBe(true);
  await remote.close();
});

test('several processes share a mirror that none has made yet', async () => {
  const remotes = await Promise.all(Array.from({ length: 4 }, open));
  await Promise.all(
    remotes.map((remote, index) => remote.fetch(tips('main'), index % 2 === 0 ? { depth: 1 } : {})),
  );
  for (const remote of remotes) expect(await remote.reader().has(tips('main')[0]!.id)).toBe(true);
  expect(readdirSync(join(cacheDirectory, 'git'))).toHaveLength(1);
  expect(git(mirror(), 'fsck')).not.toContain('missing');
  await Promise.all(remotes.map((remote) => remote.close()));
});

describe('a damaged mirror is made anew', () => {
  test.each<[string, () => void]>([
    [
      'objects are cut short',
      () => {
        cutObjects(mirror());
      },
    ],
    [
      'HEAD is gone',
      () => {
        rmSync(join(mirror(), 'HEAD'));
      },
    ],
    [
      'HEAD is nonsense',
      () => {
        writeFileSync(join(mirror(), 'HEAD'), 'nonsense');
      },
    ],
    [
      'objects are gone',
      () => {
        rmSync(join(mirror(), 'objects'), { recursive: true });
      },
    ],
    [
      'a process died and left its lock',
      () => {
        rmSync(join(mirror(), 'objects'), { recursive: true });
        git(folder.path, 'init', '--quiet', '--bare', mirror());
        writeFileSync(join(mirror(), 'shallow.lock'), '');
      },
    ],
  ])('%s', async (_, damage) => {
    const first = await open();
    await first.fetch(tips('main'), { depth: 1 });
    await first.close();
    damage();
    const second = await open();
    await second.fetch(tips('main'), { depth: 1 });
    const [main] = tips('main');
    expect(await second.reader().files((await second.reader().commit(main!.id)).tree)).toHaveLength(1);
    await second.close();
  });
});

function cutObjects(directory: string): void {
  for (const entry of readdirSync(join(directory, 'objects'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    // Removed first: git leaves them read-only.
    rmSync(join(entry.parentPath, entry.name));
    writeFileSync(join(entry.parentPath, entry.name), 'x');
  }
}

test('what the server does not have is an error that says so', async () => {
  const remote = await open();
  await expect(remote.fetch([{ ref: 'refs/heads/x', id: '1'.repeat(40) }])).rejects.toMatchObject({
    code: 'REMOTE_PROTOCOL',
  });
  await remote.close();
});

test('a server that is gone is an error that says so', async () => {
  const remote = await open();
  server.intercept = () => ({ status: 503 });
  await expect(remote.fetch(tips('main'))).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
  server.intercept = () => undefined;
  await remote.close();
});

test('an object that is not there, or is another kind, is an error', async () => {
  const remote = await open();
  const [main] = tips('main');
  await remote.fetch([main!]);
  const reader = remote.reader();
  await expect(reader.commit('1'.repeat(40))).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  await expect(reader.blob(main!.id)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  await expect(reader.commit('HEAD')).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  await expect(reader.history('--all')).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  await remote.close();
});

test('an abort ends a fetch', async () => {
  const remote = await open();
  await expect(remote.fetch(tips('main'), { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'INTERRUPTED',
  });
  await remote.close();
});
