import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RegoModule } from '../../src/model/policy.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folders of Rego that the project ships or shows, relative to its root. */
export const ruleFolders = ['policies', 'examples/acme/policies'];

/** The files below a folder of the project, by path. */
export function readFiles(folder: string, pattern: string): readonly RegoModule[] {
  return globSync(`${folder}/**/${pattern}`, { cwd: root })
    .sort()
    .map((path) => ({ path, text: readFileSync(`${root}/${path}`, 'utf8') }));
}
