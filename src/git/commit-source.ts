import { McpError } from '../model/error.ts';
import type { ObjectId, SourceRevision, SourceTree } from '../model/git.ts';
import type { RepositoryReader } from './object-reader.ts';

/**
 * The files of a folder (empty: of all) of a commit.
 *
 * @throws McpError SOURCE_NOT_FOUND when the commit has no such folder
 */
export async function commitSource(
  reader: RepositoryReader,
  commit: ObjectId,
  folder: string,
  revision: SourceRevision,
): Promise<SourceTree> {
  const { tree } = await reader.commit(commit);
  const id = await reader.folder(tree, folder.split('/').filter(Boolean));
  if (id === null) {
    throw new McpError('SOURCE_NOT_FOUND', `The commit ${commit} has no folder ${JSON.stringify(folder)}`, {
      hint: 'Commit the folder first, or read the work tree with --worktree.',
    });
  }
  return {
    revision,
    id,
    files: await reader.files(id),
    read: (files) => Promise.all(files.map((file) => reader.blob(file.id))),
  };
}

export function noSuchRef(ref: string, repository: string): McpError {
  return new McpError('SOURCE_NOT_FOUND', `There is no commit ${JSON.stringify(ref)} in ${repository}`, {
    hint: 'Give a branch, a tag or a full commit id; a new repository needs a first commit, or --worktree.',
  });
}
