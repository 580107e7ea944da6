import type { ManagedClusterExpression } from '../../cel/managed-cluster.ts';
import type { Cluster } from '../../model/cluster.ts';
import { McpError } from '../../model/error.ts';
import { requirementsOf, satisfies } from '../../model/label-selector.ts';
import type { ClusterPredicate, SelectorRequirement } from '../../model/placement.ts';
import type { AddOnScores } from './addon-scores.ts';
import type { Filter } from './filter.ts';
import { explainMismatch } from './explain-mismatch.ts';
import { Misconfigured } from './misconfigured.ts';

/**
 * Predicates are ORed, what one of them demands of labels, claims and CEL is ANDed; no predicate lets everything through.
 * An expression that fails for a cluster does not match it. Throws Misconfigured for one that does not compile.
 */
export async function predicateFilter(
  predicates: readonly ClusterPredicate[],
  addOnScores: AddOnScores,
): Promise<Filter> {
  const alternatives = await Promise.all(
    predicates.map(async ({ labelSelector, claimSelector, celExpressions }): Promise<Alternative> => ({
      labels: requirementsOf(labelSelector),
      claims: claimSelector.matchExpressions,
      expressions: await Promise.all(celExpressions.map(compile)),
    })),
  );
  return (cluster) => {
    const mismatches: string[] = [];
    for (const alternative of alternatives) {
      const mismatch = firstMismatch(alternative, cluster, addOnScores);
      if (mismatch === null) return null;
      mismatches.push(mismatch);
    }
    if (mismatches.length === 0) return null;
    return `No predicate matches: ${mismatches.join('; ')}.`;
  };
}

interface Alternative {
  readonly labels: readonly SelectorRequirement[];
  readonly claims: readonly SelectorRequirement[];
  readonly expressions: readonly ManagedClusterExpression[];
}

async function compile({
  text,
  position,
}: ClusterPredicate['celExpressions'][number]): Promise<ManagedClusterExpression> {
  const { compileManagedCluster } = await import('../../cel/managed-cluster.ts');
  try {
    return compileManagedCluster(text, position);
  } catch (error) {
    if (!(error instanceof McpError)) throw error;
    throw new Misconfigured('Predicate', `compilation failed: ${error.message}`, position);
  }
}

function firstMismatch(
  { labels, claims, expressions }: Alternative,
  cluster: Cluster,
  addOnScores: AddOnScores,
): string | null {
  const label = labels.find((requirement) => !satisfies(requirement, cluster.labels));
  if (label !== undefined) return explainMismatch('label', label, cluster.labels);
  const claim = claims.find((requirement) => !satisfies(requirement, cluster.claims));
  if (claim !== undefined) return explainMismatch('claim', claim, cluster.claims);
  for (const expression of expressions) {
    const problem = expression.mismatch(cluster, (name) => addOnScores.get(cluster.name, name)?.scores);
    if (problem !== null) return problem;
  }
  return null;
}
