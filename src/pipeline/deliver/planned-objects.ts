import { gitObject } from '../../git/object.ts';
import { emptyTree, treeOf } from '../../git/tree.ts';
import { McpError } from '../../model/error.ts';
import type { GitObject, ObjectId } from '../../model/git.ts';
import type { Change, Plan, PlannedTree } from '../../model/plan.ts';
import { treeOfChange } from './delivery.ts';

/** Everything that a tree consists of, blobs and trees, by the id of the root tree. */
export type PlannedObjects = ReadonlyMap<ObjectId, readonly GitObject[]>;

/**
 * The objects of the trees that these changes need. A plan may have been stored and edited: every id is computed again.
 *
 * @throws McpError PLAN_INVALID
 */
export function plannedObjects(plan: Plan, changes: readonly Change[]): PlannedObjects {
  const planned = new Map(plan.trees.map((tree) => [tree.id, tree]));
  const blobs = new Map<ObjectId, GitObject>();
  const objects = new Map<ObjectId, readonly GitObject[]>([[emptyTree.id, emptyTree.objects]]);
  for (const change of changes) {
    const id = treeOfChange(change);
    if (objects.has(id)) continue;
    const tree = planned.get(id);
    if (tree === undefined) throw invalid(`the tree ${id} of cluster ${change.cluster} is not in it`);
    objects.set(id, [...blobsOf(tree, plan, blobs), ...treesOf(tree)]);
  }
  return objects;
}

function treesOf(tree: PlannedTree): readonly GitObject[] {
  const { id, objects } = treeOf(tree.files);
  if (id !== tree.id) throw invalid(`the files of the tree ${tree.id} make ${id}`);
  return objects;
}

function blobsOf(tree: PlannedTree, plan: Plan, known: Map<ObjectId, GitObject>): readonly GitObject[] {
  return tree.files.map(({ id }) => {
    const text = Object.hasOwn(plan.blobs, id) ? plan.blobs[id] : undefined;
    const blob = known.get(id) ?? (text === undefined ? null : gitObject('blob', Buffer.from(text)));
    if (blob?.id !== id) throw invalid(`the text of the blob ${id} is missing or another`);
    known.set(id, blob);
    return blob;
  });
}

function invalid(detail: string): McpError {
  return new McpError('PLAN_INVALID', `The plan contradicts itself: ${detail}`, {
    hint: 'Make the plan again.',
  });
}
