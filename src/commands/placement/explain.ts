import * as Flags from '@oclif/core/flags';
import { McpCommand } from '../../cli/mcp-command.ts';
import { decidePlacements, placementFlags } from '../../cli/placement-source.ts';
import { explanationLines } from '../../cli/present-explanation.ts';
import { whatIfLines } from '../../cli/present-what-if.ts';
import { parseWhatIfs } from '../../cli/what-if.ts';
import { textArgument } from '../../cli/text-argument.ts';
import { explainPlacements } from '../../pipeline/explain-placement.ts';
import type { Explanation } from '../../pipeline/explain-placement.ts';

export default class PlacementExplain extends McpCommand {
  static override summary =
    'Say for each cluster which step of a placement left it out, or what it scored; and what other labels would change.';
  static override description =
    'Explains what the next sync would decide. With --what-if, what it would decide with other labels: who would gain or lose which baseline, and whom that pushes in or out. Nothing is written.';
  static override examples = [
    { description: 'All placements', command: '<%= config.bin %> placement explain' },
    {
      description: 'One placement, one cluster',
      command: '<%= config.bin %> placement explain production --cluster prod-eu-shop-1',
    },
    {
      description: 'What a new cluster would get',
      command: '<%= config.bin %> placement explain --what-if cluster=prod-eu-new-1,environment=production',
    },
    {
      description: 'One cluster of a hub, from the objects exported from there',
      command: '<%= config.bin %> placement explain -f clusters -f placements --cluster prod-eu-shop-1',
    },
    { description: 'As data', command: '<%= config.bin %> placement explain --json' },
  ];
  static override args = {
    placement: textArgument({ description: 'The placement, as NAME or NAMESPACE/NAME; all without it.' }),
  };
  static override flags = {
    ...placementFlags,
    cluster: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME',
      description: 'Explain this cluster, or several; without it all, or with --what-if those that move.',
    }),
    'what-if': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'cluster=NAME,LABEL=VALUE,-LABEL',
      description:
        'Imagine other labels on a cluster, or several; -LABEL removes one. A name that the inventory lacks is a new cluster.',
    }),
  };

  async run(): Promise<Explanation> {
    const { args, flags } = await this.parse(PlacementExplain);
    return this.withSession(flags, async (session) => {
      const explanation = await explainPlacements(
        await decidePlacements(flags, session),
        {
          placement: args.placement,
          clusters: flags.cluster ?? [],
          whatIf: parseWhatIfs(flags['what-if'] ?? []),
        },
        session.context,
      );
      const { placements, whatIf } = explanation;
      if (whatIf !== null) for (const line of whatIfLines(whatIf, session.style)) this.log(line);
      for (const line of explanationLines(placements, session.style)) this.log(line);
      return explanation;
    });
  }
}
