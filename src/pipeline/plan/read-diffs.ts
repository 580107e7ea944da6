import type { FileChange, GitRemote, ObjectId } from '../../model/git.ts';
import type { Plan } from '../../model/plan.ts';
import type { ChangeSet } from './file-changes.ts';
import { diffFile } from '../../yaml/file-diff.ts';
import type { FileDiff } from '../../yaml/file-diff.ts';

/** Different changes that are compared line by line: a person reads far fewer, and each takes a blob of the remote. */
const mostDiffs = 2000;

/**
 * Compares the files of a plan that change, each pair of contents once, and gives what came of it. Files of new and of
 * emptied branches come or go whole: their lines are left out unless `whole`. The tips must have been fetched.
 */
export async function readDiffs(
  sets: readonly ChangeSet[],
  plan: Pick<Plan, 'blobs'>,
  remote: GitRemote,
  whole: boolean,
): Promise<(change: FileChange) => FileDiff> {
  const reader = remote.reader();
  const decoder = new TextDecoder();
  const contents = new Map<ObjectId, string>();
  const textOf = async (id: ObjectId | null): Promise<string> => {
    if (id === null) return '';
    const known = Object.hasOwn(plan.blobs, id) ? plan.blobs[id] : contents.get(id);
    const text = known ?? decoder.decode(await reader.blob(id));
    contents.set(id, text);
    return text;
  };
  const diffs = new Map<string, FileDiff>();
  for (const { from, files } of sets) {
    for (const file of files) {
      if (diffs.size >= mostDiffs) break;
      const isWhole = from === null || file.after === null;
      if (diffs.has(keyOf(file)) || (isWhole && !whole)) continue;
      diffs.set(keyOf(file), diffFile(file, await textOf(file.before), await textOf(file.after)));
    }
  }
  return (file) =>
    diffs.get(keyOf(file)) ?? {
      path: file.path,
      change: file.change,
      lines: [],
      note: noteOf(file, diffs.size),
    };
}

function keyOf({ path, before, after }: FileChange): string {
  return `${before ?? ''} ${after ?? ''} ${path}`;
}

function noteOf({ change }: FileChange, compared: number): string {
  return change === 'changed' && compared >= mostDiffs
    ? 'one of too many different changes: not compared'
    : '';
}
