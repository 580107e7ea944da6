import * as Flags from '@oclif/core/flags';
import { syncExitCode } from '../../cli/exit-codes.ts';
import { fleetOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { syncLines } from '../../cli/present-sync.ts';
import { fleetFlags } from '../../cli/source-flags.ts';
import { syncDocument } from '../../cli/sync-document.ts';
import type { SyncDocument } from '../../cli/sync-document.ts';
import { syncFleet } from '../../pipeline/sync.ts';

export default class PolicySync extends McpCommand {
  static override summary =
    'Render, evaluate and push the baseline to the branch of each cluster, and record the run.';
  static override description = `The CI step. Ends with 0 when every cluster is up to date or waits for its wave, 1 when a policy, a template or a foreign branch
blocked a cluster, a rollout stopped or a policy denies the fleet as a whole, 3 when a push failed for some clusters. Whatever the code, all other clusters were delivered.`;
  static override examples = [
    { description: 'Bring the fleet to the baseline of HEAD', command: '<%= config.bin %> policy sync' },
    {
      description: 'Sync from a policy repository elsewhere, at a tag',
      command:
        '<%= config.bin %> policy sync --directory https://git.example.com/acme/policy.git --ref v1.4.0',
    },
    { description: 'The outcomes as data', command: '<%= config.bin %> policy sync --json' },
  ];
  static override flags = {
    ...fleetFlags,
    'allow-removals': Flags.boolean({
      description: 'Go on when more clusters lose their baseline than spec.delivery.maxRemovals.',
    }),
  };

  async run(): Promise<SyncDocument> {
    const { flags } = await this.parse(PolicySync);
    return this.withSession(flags, async (session) => {
      const options = { ...fleetOptions(flags, session), allowRemovals: flags['allow-removals'] };
      const result = await syncFleet(options, session.context);
      for (const line of syncLines(result, session.style)) this.log(line);
      this.endWith(syncExitCode(result, session.context.signal.aborted));
      return syncDocument(result);
    });
  }
}
