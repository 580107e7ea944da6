import { structuredPatch } from 'diff';
import type { FileChange } from '../model/git.ts';
import { maskSecrets } from './mask-secrets.ts';

/** What happens to one file, line by line and without the values of Secrets. */
export interface FileDiff {
  readonly path: string;
  readonly change: FileChange['change'];
  /** Hunks of a unified diff, with three lines of context; empty when there is nothing to show. */
  readonly lines: readonly string[];
  /** Why there are no lines, or whose they are; empty when there is nothing to say. */
  readonly note: string;
}

/** Characters: what is longer is no manifest that anybody reads line by line. */
const longestText = 1024 * 1024;
/** More than these lines in and out take long to compare, and nobody reads them. */
const mostEdits = 1000;

/** Compares two states of a file; an empty text stands for no file. Pure; bounded in time by the length of the texts. */
export function diffFile({ path, change }: FileChange, before: string, after: string): FileDiff {
  const without = (note: string): FileDiff => ({ path, change, lines: [], note });
  if (before.length > longestText || after.length > longestText) return without('too long to compare');
  const masked = maskSecrets(before, after);
  if (masked === null) return without('looks like a Secret and cannot be read: not shown');
  const lines = hunksOf(masked.before, masked.after);
  if (lines === null) return without('too different to compare');
  return lines.length === 0
    ? without('only comments, or how it is written')
    : { path, change, lines, note: '' };
}

function hunksOf(before: string, after: string): readonly string[] | null {
  const options = { context: 3, maxEditLength: before === '' || after === '' ? Infinity : mostEdits };
  const patch = structuredPatch('', '', before, after, undefined, undefined, options);
  return (
    patch?.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
      ...lines,
    ]) ?? null
  );
}

/** Of no lines, the format names the line before them. */
function range(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

/** The lines that go or come, without those around them. */
export function changedLines(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.startsWith('+') || line.startsWith('-'));
}
