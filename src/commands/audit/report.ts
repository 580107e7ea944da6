import * as Flags from '@oclif/core/flags';
import { fleetOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { fleetFlags } from '../../cli/source-flags.ts';
import { writeFiles } from '../../cli/write-files.ts';
import type { Report } from '../../model/report.ts';
import { auditFleet } from '../../pipeline/audit.ts';
import { visible } from '../../runtime/visible.ts';
import { reportFormatNames, reportHeadline, writeReport } from '../../pipeline/write-report.ts';
import type { ReportFormat } from '../../pipeline/write-report.ts';

export default class AuditReport extends McpCommand {
  static override summary = 'Report which controls held on which clusters, from the recorded history.';
  static override description = `Reads the ledger in the fleet repository. With --repository no policy repository is needed, so an auditor
can run it from anywhere. Ends with 0 whatever the report finds.`;
  static override examples = [
    { description: 'A summary in Markdown, on stdout', command: '<%= config.bin %> audit report' },
    {
      description: 'All formats, as files in a folder',
      command: '<%= config.bin %> audit report --out report',
    },
    {
      description: 'From the fleet repository alone, for two frameworks',
      command:
        '<%= config.bin %> audit report --repository https://git.example.com/acme/fleet.git --framework cis-kubernetes-1.12 --framework nsa-cisa-1.2',
    },
  ];
  static override flags = {
    ...fleetFlags,
    'ledger-branch': Flags.string({
      description:
        'The branch of the fleet repository that holds the ledger. [default: spec.delivery.ledgerBranch, or mcp/ledger]',
    }),
    framework: Flags.string({ multiple: true, description: 'Report on this control catalogue only.' }),
    format: Flags.option({ options: reportFormatNames, multiple: true })({
      description: 'What to write. [default: markdown; with --out all of them]',
    }),
    out: Flags.string({
      char: 'o',
      helpValue: 'FOLDER',
      description: 'Write report.<format> files there instead of stdout.',
    }),
  };

  async run(): Promise<Report> {
    const { flags } = await this.parse(AuditReport);
    return this.withSession(flags, async (session) => {
      const report = await auditFleet(
        {
          ...fleetOptions(flags, session),
          ledgerBranch: flags['ledger-branch'],
          frameworks: flags.framework ?? [],
        },
        session.context,
      );
      const fallback: readonly ReportFormat[] = flags.out === undefined ? ['markdown'] : reportFormatNames;
      const documents = writeReport(report, flags.format ?? fallback);
      if (flags.out === undefined) {
        for (const { text } of documents) this.log(text.trimEnd());
      } else {
        for (const file of await writeFiles(flags.out, documents)) this.log(file);
        this.log(`\n${session.style('bold', visible(reportHeadline(report)))}`);
      }
      return report;
    });
  }
}
