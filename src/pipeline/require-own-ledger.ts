import { McpError } from '../model/error.ts';
import type { RecordedRun } from '../model/ledger.ts';
import type { Workspace } from '../model/workspace.ts';
import type { Fleet } from './open-fleet.ts';

/** Another fleet's record would make its clusters look as if they had left ours. Throws CONFIG_INVALID. */
export function requireOwnLedger(
  { ledgerBranch, remote }: Fleet,
  workspace: Workspace,
  recorded: RecordedRun | null,
): void {
  const { name, position } = workspace.fleet;
  if (recorded === null || recorded.record.fleet === name) return;
  throw new McpError(
    'CONFIG_INVALID',
    `the branch ${ledgerBranch} of ${remote.url} is the ledger of the fleet ${recorded.record.fleet}, not of ${name}`,
    {
      position,
      hint: 'Give each fleet a ledger branch and a prefix of branches of its own: spec.delivery.ledgerBranch and branch.',
    },
  );
}
