import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RegoModule } from '../../src/model/policy.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folders of Rego that the project ships or shows, relative to its root. */
export const ruleFolders = ['policies', 'examples/acme/policies'];

/** The files below a folder of the project, or of another place, by path. */
export function readFiles(folder: string, pattern: string, cwd = root): readonly RegoModule[] {
  return globSync(`${folder}/**/${pattern}`, { cwd })
    .sort()
    .map((path) => ({ path, text: readFileSync(`${cwd}/${path}`, 'utf8') }));
}
