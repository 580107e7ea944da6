import { join } from 'node:path';
import type { TreeFile } from '../../model/git.ts';
import { InputFiles } from '../../runtime/input-files.ts';
import { RepositoryFiles } from './repository-files.ts';

/** What users write for the policies and templates that the package ships, and what errors name their files by. */
export const securityBaseline = 'security-baseline';

export type OpenShipped = () => Promise<RepositoryFiles>;

/**
 * Opens a folder that the package ships, once and when it is asked for. Its paths begin with `security-baseline/`:
 * `policies/a.rego` of the package is `security-baseline/a.rego`.
 */
export function shippedFolder(folder: string, files = new InputFiles()): OpenShipped {
  let opened: Promise<RepositoryFiles> | undefined;
  return () => (opened ??= Promise.resolve(open(folder, files)));
}

function open(folder: string, files: InputFiles): RepositoryFiles {
  const read = (wanted: readonly TreeFile[]) =>
    Promise.resolve(
      wanted.map(({ path }) => files.read(join(folder, path.slice(securityBaseline.length + 1)))),
    );
  const paths = filesBelow(folder, securityBaseline, files);
  return new RepositoryFiles({ files: paths.map((path) => ({ path, id: '' })), read });
}

/** The paths begin with `name`, with slashes. */
function filesBelow(folder: string, name: string, files: InputFiles): readonly string[] {
  return files.entries(folder).flatMap((entry) => {
    const path = `${name}/${entry.name}`;
    if (entry.kind === 'folder') return filesBelow(join(folder, entry.name), path, files);
    return entry.kind === 'file' ? [path] : [];
  });
}
