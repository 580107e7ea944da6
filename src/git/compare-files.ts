import type { FileChange, TreeFile } from '../model/git.ts';

/** Which files differ between two trees, sorted by path. Pure. */
export function compareFiles(before: readonly TreeFile[], after: readonly TreeFile[]): readonly FileChange[] {
  const old = new Map(before.map(({ path, id }) => [path, id]));
  const changes: FileChange[] = [];
  for (const { path, id } of after) {
    const previous = old.get(path);
    old.delete(path);
    if (previous === undefined) changes.push({ path, change: 'added', before: null, after: id });
    else if (previous !== id) changes.push({ path, change: 'changed', before: previous, after: id });
  }
  for (const [path, id] of old) changes.push({ path, change: 'removed', before: id, after: null });
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}
