import { parseCommit } from '../../src/git/commit.ts';
import { parseTree } from '../../src/git/tree-entries.ts';
import type { GitObject, ObjectId, ObjectReader, TreeFile } from '../../src/model/git.ts';

/** Reads git objects that were never written anywhere. */
export function inMemory(objects: readonly GitObject[]): ObjectReader {
  const bodies = new Map(objects.map((object) => [object.id, object.body]));
  const body = (id: ObjectId) => bodies.get(id)!;
  const files = (tree: ObjectId, prefix: string): TreeFile[] =>
    parseTree(Buffer.from(body(tree)))!.flatMap(({ kind, name, id }) =>
      kind === 'tree' ? files(id, `${prefix}${name}/`) : [{ path: prefix + name, id }],
    );
  return {
    has: (id) => Promise.resolve(bodies.has(id)),
    commit: (id) => Promise.resolve(parseCommit(id, body(id))!),
    files: (tree) => Promise.resolve(files(tree, '')),
    blob: (id) => Promise.resolve(body(id)),
    history: () => Promise.resolve([]),
  };
}
