import * as Flags from '@oclif/core/flags';
import { exitCodes } from '../../cli/exit-codes.ts';
import { fleetOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { writeJson } from '../../cli/write-files.ts';
import { planLines } from '../../cli/present-plan.ts';
import { fleetFlags } from '../../cli/source-flags.ts';
import { isStopped } from '../../model/rollout.ts';
import { planOnly } from '../../pipeline/plan.ts';
import type { PlanDocument } from '../../pipeline/plan-document.ts';

export default class PolicyPlan extends McpCommand {
  static override summary = 'Show what a sync would change on the branch of each cluster; write nothing.';
  static override description =
    'Ends with 0 when nothing stands in the way, and with 1 when a policy, a template or a foreign branch blocks a cluster, a rollout has stopped, or a policy denies the fleet as a whole.';
  static override examples = [
    { description: 'Plan the policy repository in this folder', command: '<%= config.bin %> policy plan' },
    { description: 'Plan what is not committed yet', command: '<%= config.bin %> policy plan --worktree' },
    { description: 'See each changed line', command: '<%= config.bin %> policy plan --diff' },
    {
      description: 'Keep the plan, to apply it with `mcp policy sync --plan plan.json`',
      command: '<%= config.bin %> policy plan --out plan.json',
    },
    { description: 'The plan as data', command: '<%= config.bin %> policy plan --json' },
  ];
  static override flags = {
    ...fleetFlags,
    diff: Flags.boolean({ description: 'Show what changes inside the files of existing branches.' }),
    'allow-removals': Flags.boolean({ description: 'Plan more removals than spec.delivery.maxRemovals.' }),
    out: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      description: 'Write the plan as data, for `mcp policy sync --plan`.',
    }),
    'exit-code': Flags.boolean({ description: 'End with 1 when there are changes.' }),
  };

  async run(): Promise<PlanDocument> {
    const { flags } = await this.parse(PolicyPlan);
    return this.withSession(flags, async (session) => {
      const options = {
        ...fleetOptions(flags, session),
        allowRemovals: flags['allow-removals'],
        contents: flags.diff,
      };
      const result = await planOnly(options, session.context);
      if (flags.diff) {
        const { diffLines } = await import('../../cli/present-diff.ts');
        for (const line of diffLines(result, session.style)) this.log(line);
      }
      for (const line of planLines(result, session.style)) this.log(line);
      const { document } = result;
      if (flags.out !== undefined) await writeJson(flags.out, document);
      const isDenied =
        document.rollouts.some(isStopped) ||
        document.summary.blocked > 0 ||
        (result.planned.fleet?.denials.length ?? 0) > 0;
      const { create, update, remove } = document.summary;
      const hasChanges = flags['exit-code'] && create + update + remove > 0;
      this.endWith(isDenied || hasChanges ? exitCodes.violations : exitCodes.clean);
      return document;
    });
  }
}
