import type { GitObject } from '../model/git.ts';
import { gitNamespace } from '../model/signer.ts';
import type { Signer } from '../model/signer.ts';
import { commitObject } from './commit.ts';
import type { NewCommit } from './commit.ts';

/**
 * The commit object with its signature, as `git commit -S` writes it; without a signer the plain one.
 *
 * @throws McpError PLAN_INVALID for an author that git could not read back; what the signer throws
 */
export async function signedCommit(
  commit: NewCommit,
  signer: Signer | null,
  signal?: AbortSignal,
): Promise<GitObject> {
  const plain = commitObject(commit);
  if (signer === null) return plain;
  return commitObject(commit, await signer.sign(plain.body, gitNamespace, signal));
}
