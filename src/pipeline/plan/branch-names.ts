import { compileText } from '../../cel/template.ts';
import { isRefName } from '../../git/ref-name.ts';
import type { Cluster } from '../../model/cluster.ts';
import { McpError } from '../../model/error.ts';
import type { DeliveryConfig } from '../../model/workspace.ts';

/** The part of the branch template before its first hole: every cluster branch begins with it. */
export function branchPrefix(template: string): string {
  const hole = template.indexOf('${');
  return hole === -1 ? template : template.slice(0, hole);
}

/**
 * The branch of each cluster, by cluster name. Throws CEL_FAILED when the template cannot be computed for a cluster and
 * CONFIG_INVALID when a name is no branch name (`git check-ref-format`), belongs to two clusters or to the ledger.
 */
export async function nameBranches(
  clusters: readonly Cluster[],
  delivery: Pick<DeliveryConfig, 'branch' | 'branchPosition' | 'ledgerBranch'>,
): Promise<ReadonlyMap<string, string>> {
  const template = await compileText(delivery.branch, delivery.branchPosition, ['cluster']);
  const branches = new Map<string, string>();
  const owners = new Map<string, string>([[delivery.ledgerBranch, 'the ledger']]);
  for (const cluster of clusters) {
    const branch = template.evaluate({
      cluster: { name: cluster.name, labels: cluster.labels, claims: cluster.claims },
    });
    const refuse = (problem: string): never => {
      throw new McpError('CONFIG_INVALID', `spec.delivery.branch gives cluster ${cluster.name} ${problem}`, {
        position: delivery.branchPosition,
        hint: 'Use a part that is unique to the cluster, such as ${cluster.name}.',
      });
    };
    if (typeof branch !== 'string' || !isRefName(`refs/heads/${branch}`))
      return refuse(`no valid branch name: ${JSON.stringify(branch)}`);
    const owner = owners.get(branch);
    if (owner !== undefined) return refuse(`the branch ${branch}, which belongs to ${owner}`);
    owners.set(branch, `cluster ${cluster.name}`);
    branches.set(cluster.name, branch);
  }
  return branches;
}
