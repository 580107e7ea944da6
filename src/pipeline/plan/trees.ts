import { treeOf } from '../../git/tree.ts';
import type { ObjectId } from '../../model/git.ts';
import type { ManifestSet } from '../../model/manifest.ts';
import type { Change, Plan, PlannedTree } from '../../model/plan.ts';

/** Collects the trees of a plan, each distinct content once, and the text of what they hold. */
export interface TreeCollector {
  /** The root tree id of these manifests. */
  add(manifests: ManifestSet): ObjectId;
  /** The trees and blobs that the writing changes need, sorted by id. */
  contents(changes: readonly Change[]): Pick<Plan, 'trees' | 'blobs'>;
}

export function planTrees(): TreeCollector {
  const byDigest = new Map<string, ObjectId>();
  const sets = new Map<ObjectId, ManifestSet>();
  return {
    add(manifests) {
      const known = byDigest.get(manifests.digest);
      if (known !== undefined) return known;
      const id = treeOf(manifests.manifests).id;
      byDigest.set(manifests.digest, id);
      sets.set(id, manifests);
      return id;
    },

    contents(changes) {
      const needed = new Set<ObjectId>();
      for (const change of changes) {
        if (change.tree !== null && change.action !== 'unchanged') needed.add(change.tree);
      }
      const trees: PlannedTree[] = [];
      const blobs = new Map<ObjectId, string>();
      const decoder = new TextDecoder();
      for (const id of [...needed].sort()) {
        const manifests = sets.get(id)?.manifests ?? [];
        trees.push({ id, files: manifests.map((manifest) => ({ path: manifest.path, id: manifest.id })) });
        for (const manifest of manifests) {
          if (!blobs.has(manifest.id)) blobs.set(manifest.id, decoder.decode(manifest.bytes));
        }
      }
      return { trees, blobs: Object.fromEntries([...blobs].sort(([a], [b]) => (a < b ? -1 : 1))) };
    },
  };
}
