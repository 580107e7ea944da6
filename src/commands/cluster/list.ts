import { McpCommand } from '../../cli/mcp-command.ts';
import { fleetFlags } from '../../cli/source-flags.ts';
import { fleetOptions } from '../../cli/fleet-options.ts';
import { tableLines } from '../../cli/table.ts';
import type { Cluster } from '../../model/cluster.ts';
import { decideFleet } from '../../pipeline/decide.ts';

/** What `--json` prints; schema: cli/schemas/cluster-list.json. */
interface ClusterListDocument {
  readonly clusters: readonly (Omit<
    Cluster,
    'position' | 'managedCluster' | 'availabilityCause' | 'notSeenSince' | 'lease'
  > & { readonly baselines: readonly string[] })[];
}

export default class ClusterList extends McpCommand {
  static override summary =
    'List the clusters of the inventory, with the baselines that their labels give them.';
  static override examples = [
    {
      description: 'The clusters of the policy repository in this folder',
      command: '<%= config.bin %> cluster list',
    },
    { description: 'As data', command: '<%= config.bin %> cluster list --json' },
  ];
  static override flags = fleetFlags;

  async run(): Promise<ClusterListDocument> {
    const { flags } = await this.parse(ClusterList);
    return this.withSession(flags, async (session) => {
      const options = { ...fleetOptions(flags, session), history: true };
      const decided = await decideFleet(options, session.context);
      const clusters = decided.clusters.map(
        ({ position, managedCluster, availabilityCause, notSeenSince, lease, ...cluster }) => ({
          ...cluster,
          baselines: decided.baselines.get(cluster.name) ?? [],
        }),
      );
      const rows = clusters.map((cluster) => [
        cluster.name,
        cluster.availability,
        cluster.baselines.join(', ') || '-',
        Object.entries(cluster.labels)
          .map(([key, value]) => `${key}=${value}`)
          .join(' '),
      ]);
      for (const line of tableLines(['NAME', 'AVAILABILITY', 'BASELINES', 'LABELS'], rows, session.style))
        this.log(line);
      return { clusters };
    });
  }
}
