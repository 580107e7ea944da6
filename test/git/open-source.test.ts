import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSource } from '../../src/git/open-source.ts';
import type { SourceTree } from '../../src/model/git.ts';
import { startGitHttpServer } from '../support/git-http-server.ts';
import type { GitHttpServer } from '../support/git-http-server.ts';
import { git, repositoryWith, temporaryFolder, writeFiles } from '../support/git-repository.ts';

const folder = temporaryFolder();
const cacheDirectory = join(folder.path, 'cache');
const repository = repositoryWith(join(folder.path, 'policies'), {
  'mcp.yaml': 'kind: Fleet\n',
  'clusters/a.yaml': 'kind: A\n',
  'examples/acme/mcp.yaml': 'kind: Acme\n',
  '.gitignore': 'ignored\n',
});
const first = git(repository, 'rev-parse', 'HEAD');
git(repository, 'tag', '-a', '-m', 'One', 'v1');
writeFiles(repository, { 'mcp.yaml': 'kind: Fleet # 2\n' });
git(repository, 'commit', '--quiet', '--all', '-m', 'Second');
const second = git(repository, 'rev-parse', 'HEAD');
let server: GitHttpServer;

const open = (where: string, ref?: string, worktree = false) =>
  openSource({ repository: where, ref, worktree, cacheDirectory });
const paths = (tree: SourceTree) => tree.files.map(({ path }) => path);
const textOf = async (tree: SourceTree, path: string) => {
  const [bytes] = await tree.read(tree.files.filter((file) => file.path === path));
  return Buffer.from(bytes!).toString();
};
const all = ['.gitignore', 'clusters/a.yaml', 'examples/acme/mcp.yaml', 'mcp.yaml'];

beforeAll(async () => {
  server = await startGitHttpServer(folder.path);
});
afterAll(async () => {
  await server.close();
  folder[Symbol.dispose]();
});

describe('a commit of a local repository', () => {
  test('HEAD', async () => {
    const tree = await open(repository);
    expect(paths(tree)).toEqual(all);
    expect(tree.revision).toEqual({ repository, commit: second, ref: 'HEAD' });
    expect(tree.id).toBe(git(repository, 'rev-parse', 'HEAD^{tree}'));
    expect(await textOf(tree, 'mcp.yaml')).toBe('kind: Fleet # 2\n');
  });

  test.each(['v1', first, first.slice(0, 12), 'HEAD~1', 'main~1'])('%s', async (ref) => {
    const tree = await open(repository, ref);
    expect(tree.revision).toMatchObject({ commit: first, ref });
    expect(await textOf(tree, 'mcp.yaml')).toBe('kind: Fleet\n');
  });

  test('what lies in the work tree does not matter', async () => {
    writeFiles(repository, { 'extra.yaml': 'kind: X\n' });
    expect(paths(await open(repository))).toEqual(all);
    rmSync(join(repository, 'extra.yaml'));
  });

  test('a folder inside the repository', async () => {
    const tree = await open(join(repository, 'examples/acme'));
    expect(paths(tree)).toEqual(['mcp.yaml']);
    expect(tree.revision.commit).toBe(second);
    expect(tree.id).toBe(git(repository, 'rev-parse', 'HEAD:examples/acme'));
  });

  test.each(['nothing', '--all', 'v1:mcp.yaml', '', 'a b', 'main\nHEAD'])('%j is no commit', async (ref) => {
    await expect(open(repository, ref)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  test('no folder, no repository, no commit', async () => {
    mkdirSync(join(folder.path, 'plain'));
    mkdirSync(join(folder.path, 'unborn'));
    git(join(folder.path, 'unborn'), 'init', '--quiet');
    for (const name of ['nothing', 'plain', 'unborn']) {
      await expect(open(join(folder.path, name))).rejects.toMatchObject({
        code: 'SOURCE_NOT_FOUND',
        hint: expect.any(String),
      });
    }
  });

  test('is named by its origin, without credentials', async () => {
    const clone = join(folder.path, 'clone');
    git(folder.path, 'clone', '--quiet', repository, clone);
    expect((await open(clone)).revision.repository).toBe(clone);
    git(clone, 'remote', 'set-url', 'origin', 'https://ada:secret@git.example.com/policies.git');
    expect((await open(clone)).revision.repository).toBe('https://git.example.com/policies.git');
    expect((await open(join(clone, 'examples/acme'))).revision.repository).toBe(
      'https://git.example.com/policies.git//examples/acme',
    );
  });

  test('many files', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 600 }, (_, index) => [`d${index % 40}/f${index}.yaml`, `n: ${index}\n`]),
    );
    const large = await open(repositoryWith(join(folder.path, 'large'), files));
    const contents = await large.read(large.files);
    expect(contents.map((bytes) => Buffer.from(bytes).toString())).toEqual(
      large.files.map(({ path }) => files[path]),
    );
  });
});

describe('a work tree', () => {
  test('that is HEAD carries its commit', async () => {
    const tree = await open(repository, undefined, true);
    expect(tree.revision).toEqual({ repository, commit: second, ref: 'HEAD' });
    expect(tree.id).toBe((await open(repository)).id);
    expect(paths(tree)).toEqual(all);
  });

  test('with changes carries none: edited, new and deleted files count, ignored ones do not', async () => {
    using changed = temporaryFolder();
    git(folder.path, 'clone', '--quiet', repository, changed.path);
    writeFiles(changed.path, { 'mcp.yaml': 'kind: Edited\n', 'new/ü.yaml': 'kind: New\n', ignored: 'x' });
    rmSync(join(changed.path, 'clusters'), { recursive: true });
    const tree = await open(changed.path, undefined, true);
    expect(paths(tree)).toEqual(['.gitignore', 'examples/acme/mcp.yaml', 'mcp.yaml', 'new/ü.yaml']);
    expect(tree.revision).toMatchObject({ commit: null, ref: 'worktree' });
    writeFiles(changed.path, { 'mcp.yaml': 'kind: EditedAgain\n' });
    expect(await textOf(tree, 'mcp.yaml')).toBe('kind: Edited\n');
    expect((await open(changed.path, undefined, true)).id).not.toBe(tree.id);
    const inside = await open(join(changed.path, 'examples/acme'), undefined, true);
    expect(paths(inside)).toEqual(['mcp.yaml']);
    expect(inside.revision.commit).toBe(second);
  });

  test('before the first commit, and in a folder that no commit has', async () => {
    using fresh = temporaryFolder();
    git(fresh.path, 'init', '--quiet');
    writeFiles(fresh.path, { 'fleet/mcp.yaml': 'x\n' });
    expect(paths(await open(fresh.path, undefined, true))).toEqual(['fleet/mcp.yaml']);
    git(fresh.path, 'commit', '--quiet', '--allow-empty', '-m', 'Empty');
    const inside = await open(join(fresh.path, 'fleet'), undefined, true);
    expect(paths(inside)).toEqual(['mcp.yaml']);
    expect(inside.revision.commit).toBeNull();
  });

  test('a URL has none', async () => {
    await expect(open('https://git.example.com/a.git', undefined, true)).rejects.toMatchObject({
      code: 'USAGE',
    });
  });
});

describe('symbolic links and submodules', () => {
  test('nothing outside is read, and commit and work tree agree', async () => {
    const odd = repositoryWith(join(folder.path, 'odd'), { 'a.yaml': 'kind: A\n' });
    symlinkSync('/etc/passwd', join(odd, 'link.yaml'));
    symlinkSync('/etc', join(odd, 'folder'));
    mkdirSync(join(odd, 'sub'));
    git(join(odd, 'sub'), 'init', '--quiet');
    git(join(odd, 'sub'), 'commit', '--quiet', '--allow-empty', '-m', 'x');
    git(odd, '-c', 'advice.addEmbeddedRepo=false', 'add', '--all');
    git(odd, 'commit', '--quiet', '-m', 'Odd');
    for (const worktree of [false, true]) {
      const tree = await open(odd, undefined, worktree);
      expect(paths(tree)).toEqual(['a.yaml', 'folder', 'link.yaml']);
      expect(await textOf(tree, 'link.yaml')).toBe('/etc/passwd');
      expect(tree.revision.commit).not.toBeNull();
    }
  });
});

describe('a repository behind a URL', () => {
  const url = () => `${server.origin}/policies/.git`;

  test.each([
    ['HEAD', second],
    ['main', second],
    ['refs/heads/main', second],
    ['v1', first],
    [first, first],
  ])('%s', async (ref, commit) => {
    const tree = await open(url(), ref);
    expect(tree.revision).toEqual({ repository: url(), commit, ref });
    expect(paths(tree)).toEqual(all);
    expect(await textOf(tree, 'mcp.yaml')).toMatch(/^kind: Fleet/);
  });

  test('a folder inside it, after "//"', async () => {
    const tree = await open(`${url()}//examples/acme/`);
    expect(tree.revision.repository).toBe(`${url()}//examples/acme`);
    expect(await textOf(tree, 'mcp.yaml')).toBe('kind: Acme\n');
    await expect(open(`${url()}//../x`)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  test('a commit that was fetched before needs no network', async () => {
    await open(url(), first);
    server.requests.length = 0;
    await open(url(), first);
    expect(server.requests).toEqual([]);
  });

  test.each(['nothing', '1'.repeat(40), 'a b', '--upload-pack=id'])('%s is no commit', async (ref) => {
    await expect(open(url(), ref)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  test('a branch is listed each time', async () => {
    git(repository, 'branch', '--force', 'moving', first);
    expect((await open(url(), 'moving')).revision.commit).toBe(first);
    git(repository, 'branch', '--force', 'moving', second);
    expect((await open(url(), 'moving')).revision.commit).toBe(second);
  });
});

test('a hostile tree is refused', async () => {
  const hostile = repositoryWith(join(folder.path, 'hostile'), { a: '1' });
  const blob = git(hostile, 'rev-parse', 'HEAD:a');
  writeFileSync(join(hostile, 'tree'), Buffer.concat([Buffer.from('100644 ..\0'), Buffer.from(blob, 'hex')]));
  const tree = git(hostile, 'hash-object', '-t', 'tree', '-w', '--literally', 'tree');
  const commit = git(hostile, 'commit-tree', '-m', 'x', tree);
  await expect(open(hostile, commit)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
});

test('how another commit stands to that of a local clone is told, as far as its history reaches', async () => {
  const [old, now] = await Promise.all([open(repository, first), open(repository, second)]);
  const aside = git(repository, 'commit-tree', '-m', 'Aside', '-p', first, `${first}^{tree}`);
  const relations = (tree: SourceTree, ...commits: string[]) =>
    Promise.all(commits.map(async (commit) => await tree.relationOf?.(commit)));
  expect(await relations(old, second, aside, first)).toEqual(['newer', 'newer', null]);
  expect(await relations(now, first, aside, second)).toEqual(['older', null, null]);
  expect(await relations(now, '1'.repeat(40), '--all', 'worktree')).toEqual([null, null, null]);
  const shallow = join(folder.path, 'shallow');
  git(folder.path, 'clone', '--quiet', '--depth=1', `file://${repository}`, shallow);
  expect(await relations(await open(shallow), first)).toEqual([null]);
});
