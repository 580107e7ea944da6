import type { ObjectId } from '../model/git.ts';
import { gitEnvironment, runGit } from './git-process.ts';
import { isObjectId } from './object.ts';

/**
 * Whether another commit is an ancestor (`older`) or a descendant (`newer`) of a commit; null when it is neither, or when
 * the history at hand does not reach that far: a clone in a pipeline is often shallow.
 */
export async function sourceRelation(
  gitDirectory: string,
  commit: ObjectId,
  other: ObjectId,
): Promise<'older' | 'newer' | null> {
  if (commit === other || !isObjectId(other)) return null;
  if (await isAncestor(gitDirectory, other, commit)) return 'older';
  return (await isAncestor(gitDirectory, commit, other)) ? 'newer' : null;
}

async function isAncestor(gitDirectory: string, ancestor: ObjectId, commit: ObjectId): Promise<boolean> {
  const { code } = await runGit(
    [`--git-dir=${gitDirectory}`, 'merge-base', '--is-ancestor', ancestor, commit],
    { environment: gitEnvironment(process.env, { GIT_NO_REPLACE_OBJECTS: '1' }) },
  );
  return code === 0;
}
