import * as Flags from '@oclif/core/flags';
import { parseDuration } from '../../cli/duration.ts';
import { syncExitCode } from '../../cli/exit-codes.ts';
import { fleetOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { syncLines } from '../../cli/present-sync.ts';
import { fleetFlags } from '../../cli/source-flags.ts';
import { syncDocument } from '../../cli/sync-document.ts';
import type { SyncDocument } from '../../cli/sync-document.ts';
import { syncFleet } from '../../pipeline/sync.ts';
import type { SyncOptions } from '../../pipeline/sync.ts';

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
    {
      description: 'Apply a plan that somebody looked at, or nothing',
      command: '<%= config.bin %> policy sync --plan plan.json --plan-max-age 4h',
    },
    { description: 'The outcomes as data', command: '<%= config.bin %> policy sync --json' },
  ];
  static override flags = {
    ...fleetFlags,
    'allow-removals': Flags.boolean({
      description: 'Go on when more clusters lose their baseline than spec.delivery.maxRemovals.',
    }),
    plan: Flags.string({
      helpValue: 'FILE',
      description:
        'Deliver what this plan of `mcp policy plan --out` says; when anything moved since, end with 2 and write nothing.',
    }),
    'plan-max-age': Flags.string({
      helpValue: 'DURATION',
      dependsOn: ['plan'],
      description: 'Refuse a plan that is older, such as 90s, 15m, 4h or 2d.',
    }),
  };

  async run(): Promise<SyncDocument> {
    const { flags } = await this.parse(PolicySync);
    return this.withSession(flags, async (session) => {
      const options = {
        ...fleetOptions(flags, session),
        allowRemovals: flags['allow-removals'],
        approved: await approvedPlan(flags.plan, flags['plan-max-age']),
      };
      const result = await syncFleet(options, session.context);
      for (const line of syncLines(result, session.style)) this.log(line);
      this.endWith(syncExitCode(result, session.context.signal.aborted));
      return syncDocument(result);
    });
  }
}

/** The validator is loaded for those who apply a plan alone. */
async function approvedPlan(
  file: string | undefined,
  maxAge: string | undefined,
): Promise<SyncOptions['approved']> {
  if (file === undefined) return undefined;
  const age = maxAge === undefined ? null : parseDuration(maxAge, '--plan-max-age');
  const { readPlan } = await import('../../cli/read-plan.ts');
  return { document: await readPlan(file), maxAge: age };
}
