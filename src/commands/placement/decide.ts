import * as Flags from '@oclif/core/flags';
import { text } from 'node:stream/consumers';
import { fleetOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { decisionLines } from '../../cli/present-decisions.ts';
import { placementDecisionsYaml } from '../../cli/present-placement-decisions.ts';
import { fleetFlags } from '../../cli/source-flags.ts';
import { decideFiles } from '../../pipeline/decide-files.ts';
import { decideFleet } from '../../pipeline/decide.ts';
import type { Decision } from '../../model/placement.ts';

export default class PlacementDecide extends McpCommand {
  static override summary = 'Show which clusters each placement selects, and why it leaves the others out.';
  static override description =
    'With the clusters go their decision groups and, where they differ, their scores. What was decided before (Steady, Balance, NoSelectIfNew) is read from the ledger of the fleet repository; where that cannot be reached, the command says so and decides without it.';
  static override examples = [
    {
      description: 'The decisions for the policy repository in this folder',
      command: '<%= config.bin %> placement decide',
    },
    { description: 'As data', command: '<%= config.bin %> placement decide --json' },
    {
      description: 'As the PlacementDecisions that a hub would write, for objects exported from one',
      command: '<%= config.bin %> placement decide -f clusters -f placements -o yaml',
    },
  ];
  static override flags = {
    ...fleetFlags,
    file: Flags.string({
      char: 'f',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PATH',
      helpGroup: 'SOURCE',
      description:
        'Decide the Placements of this file or folder, or several, instead of a policy repository; - for the standard input. PlacementDecisions in them are what was decided before.',
      exclusive: ['ref', 'worktree', 'repository'],
    }),
    history: Flags.boolean({
      allowNo: true,
      default: true,
      description: 'Read what was decided before from the ledger.',
    }),
    output: Flags.option({ options: ['text', 'yaml'] as const })({
      char: 'o',
      default: 'text',
      description: 'For people, or as PlacementDecisions.',
    }),
  };

  async run(): Promise<{ decisions: readonly Decision[] }> {
    const { flags } = await this.parse(PlacementDecide);
    return this.withSession(flags, async (session) => {
      const { context } = session;
      const decisions =
        flags.file === undefined
          ? (await decideFleet({ ...fleetOptions(flags, session), history: flags.history }, context))
              .decisions
          : await decideFiles(flags.file, () => text(process.stdin), context);
      if (flags.output === 'yaml') this.log(placementDecisionsYaml(decisions).trimEnd());
      else for (const line of decisionLines(decisions, session.style)) this.log(line);
      return { decisions };
    });
  }
}
