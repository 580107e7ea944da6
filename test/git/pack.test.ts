import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { adler32 } from '../../src/git/adler32.ts';
import { commitObject } from '../../src/git/commit.ts';
import { gitObject } from '../../src/git/object.ts';
import { packChunks } from '../../src/git/pack.ts';
import { treeOf } from '../../src/git/tree.ts';
import type { GitObject } from '../../src/model/git.ts';
import { bareRepository, git, temporaryFolder } from '../support/git-repository.ts';

const author = { name: 'Multi-Cluster Platform', email: 'mcp@example.com' };

function commitOf(
  files: Readonly<Record<string, Uint8Array>>,
  parents: readonly string[] = [],
): readonly GitObject[] {
  const blobs = Object.entries(files).map(([path, bytes]) => ({ path, ...gitObject('blob', bytes) }));
  const tree = treeOf(blobs);
  const commit = commitObject({
    tree: tree.id,
    parents,
    author,
    time: new Date(1_795_000_000_000),
    message: 'One\n',
  });
  const unique = new Map([...blobs, ...tree.objects, commit].map((object) => [object.id, object]));
  return [...unique.values()];
}

function indexPack(directory: string, objects: readonly GitObject[]): void {
  const pack = Buffer.concat([...packChunks(objects)]);
  execFileSync('git', ['index-pack', '--strict', '--stdin'], {
    cwd: directory,
    input: pack,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

const bytes = fc.oneof(
  { arbitrary: fc.uint8Array({ maxLength: 1100 }), weight: 4 },
  // Around the size where objects are deflated instead of stored, and where the length takes another byte.
  {
    arbitrary: fc.integer({ min: 0, max: 70_000 }).map((size) => new Uint8Array(size).fill(size)),
    weight: 2,
  },
  {
    arbitrary: fc.constantFrom(0, 15, 16, 1023, 1024, 2047, 2048).map((size) => new Uint8Array(size)),
    weight: 1,
  },
);

test('git takes every pack, strictly, and finds the same objects in it', () => {
  using folder = temporaryFolder();
  bareRepository(folder.path);
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), bytes, { maxKeys: 20 }), (files) => {
      const objects = commitOf(files);
      indexPack(folder.path, objects);
      const shown = execFileSync('git', ['cat-file', '--batch-check'], {
        cwd: folder.path,
        input: objects.map(({ id }) => id).join('\n'),
        encoding: 'utf8',
      });
      expect(shown.trim().split('\n')).toEqual(
        objects.map(({ id, type, body }) => `${id} ${type} ${body.length}`),
      );
    }),
    { numRuns: 12 },
  );
  git(folder.path, 'fsck', '--strict');
});

test('a large pack comes in pieces', () => {
  using folder = temporaryFolder();
  bareRepository(folder.path);
  const files = Object.fromEntries(
    Array.from({ length: 3000 }, (_, index) => [`f${index}`, Buffer.alloc(700, `${index} `)]),
  );
  const objects = commitOf(files);
  const chunks = [...packChunks(objects)];
  expect(chunks.length).toBeGreaterThan(8);
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(600_000);
  indexPack(folder.path, objects);
  expect(readdirSync(`${folder.path}/objects/pack`).some((name) => name.endsWith('.pack'))).toBe(true);
});

test('the checksum is that of zlib', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), (body) => {
      const head = Buffer.from([0x78, 1, 1, 0, 0, 0, 0]);
      head.writeUInt16LE(body.length, 3);
      head.writeUInt16LE(body.length ^ 0xffff, 5);
      const sum = Buffer.alloc(4);
      sum.writeUInt32BE(adler32(body));
      // Inflating fails when the checksum is wrong.
      expect(inflateSync(Buffer.concat([head, body, sum]))).toEqual(Buffer.from(body));
    }),
    { numRuns: 50, examples: [[new Uint8Array(20_000).fill(255)]] },
  );
});
