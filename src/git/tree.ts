import { McpError } from '../model/error.ts';
import type { GitObject, ObjectId, TreeFile } from '../model/git.ts';
import { gitObject } from './object.ts';
import { treePathParts } from './tree-path.ts';

/** A tree with all trees below it, each once, whatever the number of folders that hold the same files. */
export interface TreeObjects {
  readonly id: ObjectId;
  readonly objects: readonly GitObject[];
}

/** What a name in a folder stands for: the id of a blob, or a folder. */
type Folder = Map<string, ObjectId | Folder>;

/**
 * The tree objects of a set of files (mode 100644, in any order); no files make git's empty tree.
 *
 * @throws McpError PLAN_INVALID for a hostile path, a path given twice and a file where a folder is
 */
export function treeOf(files: readonly TreeFile[]): TreeObjects {
  const root: Folder = new Map();
  for (const file of files) place(root, file);
  const objects = new Map<ObjectId, GitObject>();
  return { id: write(root, objects), objects: [...objects.values()] };
}

/** A branch without files. */
export const emptyTree: TreeObjects = treeOf([]);

function place(root: Folder, file: TreeFile): void {
  const parts = treePathParts(file.path);
  let folder = root;
  for (const part of parts.slice(0, -1)) {
    const below = folder.get(part) ?? new Map<string, ObjectId | Folder>();
    if (typeof below === 'string') throw conflict(file.path);
    folder.set(part, below);
    folder = below;
  }
  const name = parts.at(-1) ?? '';
  if (folder.has(name)) throw conflict(file.path);
  folder.set(name, file.id);
}

function write(folder: Folder, objects: Map<ObjectId, GitObject>): ObjectId {
  const entries = [...folder].map(([name, value]) => {
    const isFolder = typeof value !== 'string';
    return {
      // git sorts folders as if their name ended with a slash (base_name_compare in read-cache.c).
      key: Buffer.from(isFolder ? `${name}/` : name),
      head: Buffer.from(`${isFolder ? '40000' : '100644'} ${name}\0`),
      id: Buffer.from(isFolder ? write(value, objects) : value, 'hex'),
    };
  });
  entries.sort((a, b) => Buffer.compare(a.key, b.key));
  const tree = gitObject('tree', Buffer.concat(entries.flatMap(({ head, id }) => [head, id])));
  objects.set(tree.id, tree);
  return tree.id;
}

function conflict(path: string): McpError {
  return new McpError('PLAN_INVALID', `Two files want the place of ${JSON.stringify(path)}`, {
    hint: 'Two objects of a baseline have the same kind, namespace and name, or a file has the name of a folder.',
  });
}
