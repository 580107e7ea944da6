import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseLocation } from './location.ts';

/**
 * Whether a file is part of the repository that a folder belongs to, by its path or by where a link leads: then whoever
 * writes to the repository decides what it says. No file of this machine is part of a repository behind a URL.
 */
export function liesInRepository(file: string, repository: string): boolean {
  const location = parseLocation(repository);
  if (location.kind !== 'local') return false;
  const root = realPath(repositoryRoot(resolve(location.path)));
  return [resolve(file), realPath(file)].some((place) => isInside(root, place));
}

function repositoryRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return folder;
  }
}

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || !(way === '..' || way.startsWith('../'));
}
