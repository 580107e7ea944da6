import * as Flags from '@oclif/core/flags';
import { exitCodes } from '../../cli/exit-codes.ts';
import { fleetOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { writeJson } from '../../cli/write-files.ts';
import { planLines } from '../../cli/present-plan.ts';
import { jsonText } from '../../cli/json-text.ts';
import { parseLabelSelector } from '../../cli/label-selector.ts';
import type { Style } from '../../cli/style.ts';
import { fleetFlags } from '../../cli/source-flags.ts';
import { isStopped } from '../../model/rollout.ts';
import { planOnly } from '../../pipeline/plan.ts';
import type { PlanResult } from '../../pipeline/plan.ts';
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
      description: 'As a comment for a pull request',
      command: '<%= config.bin %> policy plan --format markdown',
    },
    {
      description: 'Keep the plan, to apply it with `mcp policy sync --plan plan.json`',
      command: '<%= config.bin %> policy plan --out plan.json',
    },
    { description: 'The plan as data', command: '<%= config.bin %> policy plan --json' },
  ];
  static override flags = {
    ...fleetFlags,
    diff: Flags.boolean({ description: 'Show what changes inside the files of existing branches.' }),
    full: Flags.boolean({ description: 'Cut nothing, and show the files of new branches too; with --diff.' }),
    format: Flags.option({ options: ['text', 'json', 'markdown', 'html'] as const })({
      default: 'text',
      description:
        'What to print: markdown fits a comment on a pull request, html is one page, json is what --json prints.',
    }),
    cluster: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME',
      description: 'Show what is about this cluster alone.',
    }),
    selector: Flags.string({
      char: 'l',
      helpValue: 'LABELS',
      description: 'Show what is about clusters with these labels: environment=production,tier!=edge.',
    }),
    'allow-removals': Flags.boolean({ description: 'Plan more removals than spec.delivery.maxRemovals.' }),
    out: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      exclusive: ['cluster', 'selector'],
      description: 'Write the plan as data, for `mcp policy sync --plan`.',
    }),
    'exit-code': Flags.boolean({ description: 'End with 1 when there are changes.' }),
  };

  async run(): Promise<PlanDocument> {
    const { flags } = await this.parse(PolicyPlan);
    const selector = flags.selector === undefined ? null : parseLabelSelector(flags.selector);
    const isData = flags.format === 'json' || this.jsonEnabled();
    return this.withSession(flags, async (session) => {
      const result = await planOnly(
        {
          ...fleetOptions(flags, session),
          allowRemovals: flags['allow-removals'],
          narrowing: { clusters: flags.cluster ?? [], selector },
          diffs: isData ? 'none' : flags.full ? 'whole' : 'lines',
        },
        session.context,
      );
      const { document, fleet } = result;
      if (flags.out !== undefined) await writeJson(flags.out, document);
      this.log(await textOf(result, flags, session.style));
      const { create, update, remove, blocked } = document.summary;
      const hasChanges = flags['exit-code'] && create + update + remove > 0;
      const isDenied =
        document.rollouts.some(isStopped) || blocked > 0 || (fleet !== null && fleet.denials.length > 0);
      this.endWith(isDenied || hasChanges ? exitCodes.violations : exitCodes.clean);
      return document;
    });
  }
}

/** The formats that few ask for are loaded for those alone. */
async function textOf(
  result: PlanResult,
  { format, diff, full }: { readonly format: string; readonly diff: boolean; readonly full: boolean },
  style: Style,
): Promise<string> {
  switch (format) {
    case 'json':
      return jsonText(result.document).trimEnd();
    case 'markdown':
      return (await import('../../cli/plan-markdown.ts')).planAsMarkdown(result).trimEnd();
    case 'html':
      return (await import('../../cli/plan-html.ts')).planAsHtml(result).trimEnd();
    default:
      return planLines(result, { diff, full }, style).join('\n');
  }
}
