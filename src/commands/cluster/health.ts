import * as Flags from '@oclif/core/flags';
import { exitCodes } from '../../cli/exit-codes.ts';
import { fleetOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { healthLines } from '../../cli/present-health.ts';
import { fleetFlags } from '../../cli/source-flags.ts';
import { textArgument } from '../../cli/text-argument.ts';
import { checkHealth } from '../../pipeline/check-health.ts';
import type { HealthResult } from '../../pipeline/check-health.ts';

export default class ClusterHealth extends McpCommand {
  static override summary = 'Ask the API servers of the clusters whether they are there.';
  static override description =
    'GET /readyz of each cluster, without credentials and without redirects. A cluster that is missed three times in a row is unreachable: placements see the taint cluster.open-cluster-management.io/unreachable until it answers again. The counts stand on the branch spec.delivery.healthBranch of the fleet repository. Ends with 1 when a cluster was missed.';
  static override examples = [
    {
      description: 'Ask all clusters and show the answers, without counting',
      command: '<%= config.bin %> cluster health --no-record',
    },
    { description: 'As data', command: '<%= config.bin %> cluster health --no-record --json' },
  ];
  static override strict = false;
  static override args = { name: textArgument({ description: 'Ask these clusters alone.' }) };
  static override flags = {
    ...fleetFlags,
    record: Flags.boolean({
      allowNo: true,
      default: true,
      description: 'Count the misses on the health branch.',
    }),
    concurrency: Flags.integer({
      default: 32,
      min: 1,
      max: 1024,
      description: 'How many clusters are asked at once.',
    }),
    timeout: Flags.integer({
      default: 5,
      min: 1,
      max: 60,
      helpValue: 'SECONDS',
      description: 'How long one of three tries may take.',
    }),
    'allow-link-local': Flags.boolean({
      description: 'Ask link-local and metadata addresses (169.254.0.0/16 and the like) too.',
    }),
  };

  async run(): Promise<HealthResult> {
    const { flags, argv } = await this.parse(ClusterHealth);
    return this.withSession(flags, async (session) => {
      const result = await checkHealth(
        {
          ...fleetOptions(flags, session),
          clusters: argv.map(String),
          record: flags.record,
          concurrency: flags.concurrency,
          timeout: flags.timeout * 1000,
          allowLinkLocal: flags['allow-link-local'],
        },
        session.context,
      );
      for (const line of healthLines(result, session.style)) this.log(line);
      const isMissed = result.clusters.some(({ state }) => state === 'missed');
      this.endWith(isMissed ? exitCodes.violations : exitCodes.clean);
      return result;
    });
  }
}
