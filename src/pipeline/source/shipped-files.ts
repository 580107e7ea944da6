import { readFile, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { TreeFile } from '../../model/git.ts';
import { RepositoryFiles } from './repository-files.ts';

/** What users write for the policies and templates that the package ships, and what errors name their files by. */
export const securityBaseline = 'security-baseline';

export type OpenShipped = () => Promise<RepositoryFiles>;

/**
 * Opens a folder that the package ships, once and when it is asked for. Its paths begin with `security-baseline/`:
 * `policies/a.rego` of the package is `security-baseline/a.rego`.
 */
export function shippedFolder(folder: string): OpenShipped {
  let opened: Promise<RepositoryFiles> | undefined;
  return () => (opened ??= open(folder));
}

async function open(folder: string): Promise<RepositoryFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    )
    .map((path) => ({ path: `${securityBaseline}/${path}`, id: '' }));
  const read = (wanted: readonly TreeFile[]) =>
    Promise.all(wanted.map(({ path }) => readFile(join(folder, path.slice(securityBaseline.length + 1)))));
  return new RepositoryFiles({ files, read });
}
