import { sourceOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { decisionLines } from '../../cli/present-decisions.ts';
import { policyRepositoryFlags } from '../../cli/source-flags.ts';
import { decideFleet } from '../../pipeline/decide.ts';
import type { Decision } from '../../model/placement.ts';

export default class PlacementDecide extends McpCommand {
  static override summary = 'Show which clusters each placement selects, and why it leaves the others out.';
  static override examples = [
    {
      description: 'The decisions for the policy repository in this folder',
      command: '<%= config.bin %> placement decide',
    },
    { description: 'As data', command: '<%= config.bin %> placement decide --json' },
  ];
  static override flags = policyRepositoryFlags;

  async run(): Promise<{ decisions: readonly Decision[] }> {
    const { flags } = await this.parse(PlacementDecide);
    return this.withSession(flags, async (session) => {
      const { decisions } = await decideFleet(sourceOptions(flags, session), session.context);
      for (const line of decisionLines(decisions, session.style)) this.log(line);
      return { decisions };
    });
  }
}
