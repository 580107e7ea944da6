import { McpError } from '../model/error.ts';
import type { GitRemote } from '../model/git.ts';

/** For commands that read what a sync recorded, where none has. */
export function nothingRecorded({ url }: GitRemote, branch: string): McpError {
  return new McpError('LEDGER_INVALID', `${url} has no run recorded on the branch ${branch}`, {
    hint: 'Run mcp policy sync first, or name the branch with --ledger-branch.',
  });
}
