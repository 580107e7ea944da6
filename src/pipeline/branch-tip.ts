import type { ObjectId, RefTip } from '../model/git.ts';

/** Where a branch stands in a listing; null when it is not there. */
export function branchTip(refs: ReadonlyMap<string, ObjectId>, branch: string): RefTip | null {
  const ref = `refs/heads/${branch}`;
  const id = refs.get(ref);
  return id === undefined ? null : { ref, id };
}
