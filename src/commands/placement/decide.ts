import * as Flags from '@oclif/core/flags';
import { McpCommand } from '../../cli/mcp-command.ts';
import { decisionLines } from '../../cli/present-decisions.ts';
import { placementDecisionsYaml } from '../../cli/present-placement-decisions.ts';
import { decidePlacements, placementFlags } from '../../cli/placement-source.ts';
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
    ...placementFlags,
    output: Flags.option({ options: ['text', 'yaml'] as const })({
      char: 'o',
      default: 'text',
      description: 'For people, or as PlacementDecisions.',
    }),
  };

  async run(): Promise<{ decisions: readonly Decision[] }> {
    const { flags } = await this.parse(PlacementDecide);
    return this.withSession(flags, async (session) => {
      const { decisions } = await decidePlacements(flags, session);
      if (flags.output === 'yaml') this.log(placementDecisionsYaml(decisions).trimEnd());
      else for (const line of decisionLines(decisions, session.style)) this.log(line);
      return { decisions };
    });
  }
}
