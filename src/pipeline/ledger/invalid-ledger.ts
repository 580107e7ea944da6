import { McpError } from '../../model/error.ts';
import type { ObjectId } from '../../model/git.ts';

/** Somebody else wrote to the ledger, or it is damaged: nothing may be concluded from it. */
export function invalidLedger(commit: ObjectId, path: string | null, what: string): McpError {
  const place = path === null ? commit : `${commit}:${path}`;
  return new McpError('LEDGER_INVALID', `The ledger commit ${place} is not valid: ${what}`, {
    hint: 'Look at the commit and who made it; take the ledger branch back to the last good commit, which `git log` shows.',
  });
}
