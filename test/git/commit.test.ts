import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { commitObject, parseCommit } from '../../src/git/commit.ts';
import { messageWithTrailers, parseTrailers } from '../../src/git/trailers.ts';
import { emptyTree } from '../../src/git/tree.ts';
import { git, repositoryWith, temporaryFolder } from '../support/git-repository.ts';

const author = { name: 'Zoë Bot', email: 'bot@example.com' };
const time = new Date('2026-11-24T10:46:33.900Z');

test('equal input makes an equal commit, and reading gives it back', () => {
  const input = {
    tree: emptyTree.id,
    parents: ['1'.repeat(40), '2'.repeat(40)],
    author,
    time,
    message: 'One\n\nTwo\n',
  };
  const commit = commitObject(input);
  expect(commitObject(input).id).toBe(commit.id);
  expect(parseCommit(commit.id, commit.body)).toEqual({
    id: commit.id,
    tree: emptyTree.id,
    parents: input.parents,
    author: { ...author, time: 1_795_517_193 },
    committer: { ...author, time: 1_795_517_193 },
    message: 'One\n\nTwo\n',
  });
});

test('commits of git, with headers that mcp does not know, are read', () => {
  using folder = temporaryFolder();
  repositoryWith(folder.path, { a: '1' });
  const raw = git(folder.path, 'cat-file', 'commit', 'HEAD');
  const signed = raw.replace('\n\n', '\nencoding latin1\ngpgsig -----BEGIN\n parent 0\n -----END\n\n');
  expect(parseCommit('x', Buffer.from(signed))).toMatchObject({
    parents: [],
    author: { name: 'Ada', time: 1_793_534_400 },
  });
});

test.each(['', ' ', 'a<b', 'a>b', 'a\nparent x', 'a\0'])('an author named %j is refused', (name) => {
  expect(() =>
    commitObject({ tree: emptyTree.id, parents: [], author: { ...author, name }, time, message: '' }),
  ).toThrow(expect.objectContaining({ code: 'PLAN_INVALID' }));
});

test('trailers come back as they were given, and none can be forged', () => {
  const key = fc.stringMatching(/^[A-Z][a-z-]{0,8}$/);
  fc.assert(
    fc.property(fc.string(), fc.array(fc.tuple(key, fc.string()), { minLength: 1 }), (subject, trailers) => {
      const parsed = parseTrailers(messageWithTrailers(`S ${subject}`, trailers));
      expect(new Set(parsed.keys())).toEqual(new Set(trailers.map(([name]) => name)));
    }),
  );
  const message = messageWithTrailers('Deliver', [
    ['Mcp-Run', 'x\nMcp-Source: evil@1\u2028Mcp-Source: evil@2'],
    ['Mcp-Baselines', 'a, b'],
  ]);
  expect(parseTrailers(message)).toEqual(
    new Map([
      ['Mcp-Run', 'x Mcp-Source: evil@1 Mcp-Source: evil@2'],
      ['Mcp-Baselines', 'a, b'],
    ]),
  );
});

test('a paragraph that is no block of trailers has none', () => {
  expect(parseTrailers('Subject: not a trailer? \n\nJust text\n')).toEqual(new Map());
});
