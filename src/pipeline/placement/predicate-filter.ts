import type { Cluster } from '../../model/cluster.ts';
import { requirementsOf, satisfies } from '../../model/label-selector.ts';
import type { ClusterPredicate } from '../../model/placement.ts';
import type { Filter } from './filter.ts';
import { explainMismatch } from './explain-mismatch.ts';

/** Predicates are ORed, what one of them demands of labels and claims is ANDed; no predicate lets everything through. */
export function predicateFilter(predicates: readonly ClusterPredicate[]): Filter {
  const alternatives = predicates.map(({ labelSelector, claimSelector }) => ({
    labels: requirementsOf(labelSelector),
    claims: claimSelector.matchExpressions,
  }));
  return (cluster) => {
    const mismatches: string[] = [];
    for (const alternative of alternatives) {
      const mismatch = firstMismatch(alternative, cluster);
      if (mismatch === null) return null;
      mismatches.push(mismatch);
    }
    if (mismatches.length === 0) return null;
    return `No predicate matches: ${mismatches.join('; ')}.`;
  };
}

interface Alternative {
  readonly labels: ReturnType<typeof requirementsOf>;
  readonly claims: ReturnType<typeof requirementsOf>;
}

function firstMismatch(alternative: Alternative, { labels, claims }: Cluster): string | null {
  const label = alternative.labels.find((requirement) => !satisfies(requirement, labels));
  if (label !== undefined) return explainMismatch('label', label, labels);
  const claim = alternative.claims.find((requirement) => !satisfies(requirement, claims));
  return claim === undefined ? null : explainMismatch('claim', claim, claims);
}
