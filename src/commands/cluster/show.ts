import { fleetOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { clusterLines } from '../../cli/present-cluster.ts';
import { fleetFlags } from '../../cli/source-flags.ts';
import { textArgument } from '../../cli/text-argument.ts';
import { showCluster } from '../../pipeline/show-cluster.ts';
import type { ClusterDetails } from '../../pipeline/show-cluster.ts';

export default class ClusterShow extends McpCommand {
  static override summary =
    'Show one cluster: what the inventory says and where, who selects it, what it got.';
  static override examples = [
    {
      description: 'One cluster of the policy repository in this folder',
      command: '<%= config.bin %> cluster show prod-eu-shop-1',
    },
    { description: 'As data', command: '<%= config.bin %> cluster show prod-eu-shop-1 --json' },
  ];
  static override args = { name: textArgument({ required: true, description: 'The name of the cluster.' }) };
  static override flags = fleetFlags;

  async run(): Promise<ClusterDetails> {
    const { args, flags } = await this.parse(ClusterShow);
    return this.withSession(flags, async (session) => {
      const cluster = await showCluster(args.name, fleetOptions(flags, session), session.context);
      for (const line of clusterLines(cluster, session.style)) this.log(line);
      return cluster;
    });
  }
}
