import { createHash } from 'node:crypto';
import type { TreeFile } from '../../model/git.ts';

/** What a tree holds of a baseline, as a digest over paths and blob ids: equal digests, equal files. */
export function contentDigest(baseline: string, files: readonly TreeFile[]): string {
  const hash = createHash('sha256');
  for (const { path, id } of heldFiles(baseline, files)) hash.update(`${path}\0${id}\n`);
  return hash.digest('hex');
}

/** The files of a baseline: those in its folder of the branch. */
export function heldFiles(baseline: string, files: readonly TreeFile[]): readonly TreeFile[] {
  return files
    .filter(({ path }) => path.startsWith(`${baseline}/`))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
