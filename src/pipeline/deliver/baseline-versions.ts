import { parseTree } from '../../git/tree-entries.ts';
import type { GitObject, ObjectId } from '../../model/git.ts';

/**
 * What each baseline is on a branch with this tree: `pod-security@<id of its folder>`, which `git rev-parse BRANCH:pod-security`
 * gives again; the name alone where the baseline makes nothing for the cluster.
 */
export type BaselineVersions = (tree: ObjectId, baselines: readonly string[]) => readonly string[];

export function baselineVersions(objects: ReadonlyMap<ObjectId, readonly GitObject[]>): BaselineVersions {
  const known = new Map<ObjectId, ReadonlyMap<string, ObjectId>>();
  return (tree, baselines) => {
    const folders = known.get(tree) ?? foldersOf(tree, objects);
    known.set(tree, folders);
    return baselines.map((name) => {
      const id = folders.get(name);
      return id === undefined ? name : `${name}@${id}`;
    });
  };
}

function foldersOf(
  tree: ObjectId,
  objects: ReadonlyMap<ObjectId, readonly GitObject[]>,
): ReadonlyMap<string, ObjectId> {
  const root = objects.get(tree)?.find(({ id }) => id === tree);
  const entries = root === undefined ? null : parseTree(Buffer.from(root.body));
  return new Map((entries ?? []).map(({ name, id }) => [name, id]));
}
