import type { FileChange, GitRemote, ObjectId } from '../../model/git.ts';
import type { Plan } from '../../model/plan.ts';
import type { ChangeSet } from './file-changes.ts';
import { changedLines, diffFile } from '../../yaml/file-diff.ts';
import type { FileDiff } from '../../yaml/file-diff.ts';

/**
 * What all comparisons together may cost: a unit for each character, and the square of the changed lines, which is what
 * comparing takes. Seconds at most; ten thousand manifests of their own are a third of it.
 */
const mostWork = 20_000_000;
/** What a comparison has cost that was given up. */
const givenUp = 1_000_000;

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
  let work = 0;
  for (const { from, files } of sets) {
    for (const file of files) {
      const isWhole = from === null || file.after === null;
      if (diffs.has(keyOf(file)) || (isWhole && !whole)) continue;
      if (work >= mostWork) {
        const note = 'one of too many different changes: not compared';
        diffs.set(keyOf(file), { path: file.path, change: file.change, lines: [], note });
        continue;
      }
      const [before, after] = [await textOf(file.before), await textOf(file.after)];
      const diff = diffFile(file, before, after);
      work += before.length + after.length + (before === '' || after === '' ? 0 : workOf(diff));
      diffs.set(keyOf(file), diff);
    }
  }
  return (file) => diffs.get(keyOf(file)) ?? { path: file.path, change: file.change, lines: [], note: '' };
}

function keyOf({ path, before, after }: FileChange): string {
  return `${before ?? ''} ${after ?? ''} ${path}`;
}

function workOf({ lines, note }: FileDiff): number {
  return note === '' ? changedLines(lines).length ** 2 : givenUp;
}
