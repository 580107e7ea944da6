import * as Flags from '@oclif/core/flags';
import { exitCodes } from '../../cli/exit-codes.ts';
import { fleetOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { driftLines } from '../../cli/present-drift.ts';
import { fleetFlags } from '../../cli/source-flags.ts';
import { textArgument } from '../../cli/text-argument.ts';
import { showDrift } from '../../pipeline/show-drift.ts';
import type { DriftDocument } from '../../pipeline/show-drift.ts';

export default class PolicyDrift extends McpCommand {
  static override summary = 'Show which cluster branches somebody else moved since the last recorded run.';
  static override description =
    'Compares the branches with the ledger: commits by hand, forced pushes, deleted branches, with who, when and which files. With --repository no policy repository is needed. Ends with 1 when there is drift.';
  static override examples = [
    {
      description: 'All branches of the fleet repository that spec.delivery names',
      command: '<%= config.bin %> policy drift',
    },
    {
      description: 'One cluster with each changed line, from the fleet repository alone',
      command:
        '<%= config.bin %> policy drift prod-eu-shop-1 --diff --repository https://git.example.com/acme/fleet.git',
    },
    { description: 'As data', command: '<%= config.bin %> policy drift --json' },
  ];
  static override strict = false;
  static override args = {
    name: textArgument({ description: 'Look at the branches of these clusters alone.' }),
  };
  static override flags = {
    ...fleetFlags,
    'ledger-branch': Flags.string({
      dependsOn: ['repository'],
      description: 'With --repository, the branch that holds the ledger. [default: mcp/ledger]',
    }),
    diff: Flags.boolean({
      description: 'Show what differs inside the files; of a Secret only that it does.',
    }),
  };

  async run(): Promise<DriftDocument> {
    const { flags, argv } = await this.parse(PolicyDrift);
    return this.withSession(flags, async (session) => {
      const result = await showDrift(
        {
          ...fleetOptions(flags, session),
          clusters: argv.map(String),
          ledgerBranch: flags['ledger-branch'] ?? 'mcp/ledger',
          contents: flags.diff,
        },
        session.context,
      );
      for (const line of driftLines(result, session.style)) this.log(line);
      this.endWith(result.document.drifts.length > 0 ? exitCodes.violations : exitCodes.clean);
      return result.document;
    });
  }
}
