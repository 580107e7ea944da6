import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blobId } from '../../src/git/blob-id.ts';
import { emptyTree, treeOf } from '../../src/git/tree.ts';
import { parseTree } from '../../src/git/tree-entries.ts';
import { bareRepository, git, temporaryFolder } from '../support/git-repository.ts';

const id = blobId(Buffer.from('kind: Namespace\n'));
const treeIdOf = (...paths: string[]) => treeOf(paths.map((path) => ({ path, id }))).id;

test('no files make the empty tree of git', () => {
  expect(emptyTree.id).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
});

test('the order of the files does not matter', () => {
  expect(treeIdOf('a/b', 'c', 'a/a')).toBe(treeIdOf('c', 'a/a', 'a/b'));
});

test('folders that hold the same files are one object', () => {
  expect(
    treeOf([
      { path: 'a/x', id },
      { path: 'b/x', id },
    ]).objects,
  ).toHaveLength(2);
});

// Names that sort differently as bytes, as UTF-16, and as folders with their slash.
const name = fc.oneof(
  fc.constantFrom('a', 'a.b', 'a-b', 'a0', 'A', '__proto__', 'constructor', '\u{1F600}', '\uFF5E', 'é'),
  fc.stringMatching(/^[a-c.\-0]{1,4}$/).filter((text) => !/^\.+$/.test(text)),
);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

test('the ids are those that git computes', () => {
  using folder = temporaryFolder();
  bareRepository(folder.path);
  fc.assert(
    fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 12 }), (paths) => {
      const files = paths.filter(
        (one) => !paths.some((other) => other !== one && one.startsWith(`${other}/`)),
      );
      const trees = treeOf(files.map((file) => ({ path: file, id })));
      const env = { ...process.env, GIT_INDEX_FILE: `${folder.path}/index` };
      const input = [
        '0 0000000000000000000000000000000000000000\t',
        ...files.map((file) => `100644 ${id}\t${file}`),
      ];
      execFileSync('git', ['read-tree', '--empty'], { cwd: folder.path, env });
      execFileSync('git', ['update-index', '-z', '--index-info'], {
        cwd: folder.path,
        env,
        input: `${input.slice(1).join('\0')}\0`,
      });
      const expected = execFileSync('git', ['write-tree', '--missing-ok'], {
        cwd: folder.path,
        env,
        encoding: 'utf8',
      });
      expect(trees.id).toBe(expected.trim());
    }),
    { numRuns: 15 },
  );
});

describe('paths that must not reach a branch', () => {
  test.each([
    ['', 'empty'],
    ['/a', 'absolute'],
    ['a/', 'ends with a slash'],
    ['a//b', 'an empty part'],
    ['.', 'the folder itself'],
    ['a/../b', 'leaves its folder'],
    ['.git/config', 'the git directory'],
    ['a/.GIT/hooks/x', 'the git directory, in capitals'],
    ['.git /config', 'NTFS drops the space'],
    ['.git./config', 'NTFS drops the dot'],
    ['.git::$INDEX_ALLOCATION/config', 'an NTFS stream'],
    ['git~1/config', 'the short name on NTFS'],
    ['.g\u200cit/config', 'HFS+ ignores the joiner'],
    ['.gitmodules', 'makes a clone fetch from elsewhere'],
    ['a\\..\\b', 'backslashes'],
    ['a\nb', 'a line feed'],
    ['a\u0000b', 'a NUL'],
    ['a\ud800b', 'half a surrogate pair'],
    ['a'.repeat(5000), 'too long'],
  ])('%j: %s', (hostile) => {
    expect(() => treeIdOf(hostile)).toThrow(expect.objectContaining({ code: 'PLAN_INVALID' }));
  });

  test.each([[['a', 'a']], [['a', 'a/b']], [['a/b', 'a']]])('%j contradict each other', (paths) => {
    expect(() => treeIdOf(...paths)).toThrow(/want the place/);
  });
});

test.each(['a:b/system:node.yaml', '__proto__/x', '.github/x', 'a.git', '...'])(
  '%s is an ordinary path',
  (harmless) => {
    expect(treeIdOf(harmless)).toMatch(/^[0-9a-f]{40}$/);
  },
);

describe('reading trees of others', () => {
  const entry = (mode: string, text: string) =>
    Buffer.concat([Buffer.from(`${mode} ${text}\0`), Buffer.alloc(20, 7)]);

  test('tells files, folders and submodules apart', () => {
    const body = Buffer.concat([
      entry('100755', 'a'),
      entry('40000', 'b'),
      entry('120000', 'c'),
      entry('160000', 'd'),
    ]);
    expect(parseTree(body)?.map(({ kind }) => kind)).toEqual(['blob', 'tree', 'blob', 'submodule']);
  });

  test.each(['..', '.', '.git', '.GIT', 'a/b', ''])('refuses the name %j', (hostile) => {
    expect(parseTree(entry('100644', hostile))).toBeNull();
  });

  test('whatever the bytes, it returns or refuses', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        parseTree(Buffer.from(bytes));
      }),
    );
  });

  test('reads what is written', () => {
    using folder = temporaryFolder();
    bareRepository(folder.path);
    expect(git(folder.path, 'hash-object', '-t', 'tree', '--stdin')).toBe(emptyTree.id);
    const written = treeOf([{ path: 'a', id }]).objects[0]!;
    expect(parseTree(Buffer.from(written.body))).toEqual([{ kind: 'blob', name: 'a', id }]);
  });
});
