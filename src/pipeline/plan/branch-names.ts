import { compileText } from '../../cel/template.ts';
import { clusterBinding, clusterVariable } from '../../cel/variables.ts';
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
 * The branch of each cluster, by cluster name. Throws CEL_INVALID and CEL_FAILED for the template, and CONFIG_INVALID when
 * a name is no branch name (`git check-ref-format`) or git could not keep it beside another cluster's, the ledger's or the health's.
 */
export async function nameBranches(
  clusters: readonly Cluster[],
  delivery: Pick<DeliveryConfig, 'branch' | 'branchPosition' | 'ledgerBranch' | 'healthBranch'>,
): Promise<ReadonlyMap<string, string>> {
  const template = await compileText(delivery.branch, delivery.branchPosition, [clusterVariable]);
  const refuse = (problem: string): McpError =>
    new McpError('CONFIG_INVALID', `spec.delivery.branch gives ${problem}`, {
      position: delivery.branchPosition,
      hint: 'Use a part that is unique to the cluster, such as ${cluster.name}.',
    });

  const branches = new Map<string, string>();
  const owners = new Map<string, string>([
    [delivery.healthBranch, 'the record of health'],
    [delivery.ledgerBranch, 'the ledger'],
  ]);
  for (const cluster of clusters) {
    const branch = template.evaluate({ cluster: clusterBinding(cluster) });
    if (typeof branch !== 'string' || !isRefName(`refs/heads/${branch}`)) {
      throw refuse(`cluster ${cluster.name} no valid branch name: ${JSON.stringify(branch)}`);
    }
    const owner = owners.get(branch);
    if (owner !== undefined)
      throw refuse(`cluster ${cluster.name} the branch ${branch}, which belongs to ${owner}`);
    owners.set(branch, `cluster ${cluster.name}`);
    branches.set(cluster.name, branch);
  }
  for (const [branch, owner] of owners) {
    // git keeps refs as paths: where `a` is a branch, `a/b` cannot be one.
    const above = parents(branch).find((parent) => owners.has(parent));
    if (above !== undefined)
      throw refuse(`the branch ${branch} to ${owner}, below ${above} of ${owners.get(above)}`);
  }
  return branches;
}

/** `a/b/c` has `a` and `a/b`. */
function parents(branch: string): readonly string[] {
  const parts = branch.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
