import type { Cluster } from '../../model/cluster.ts';
import type { SpreadConstraint } from '../../model/placement.ts';
import { DividedDomain, WholeDomain, type Domain } from './spread-domain.ts';
import { topologyOf } from './spread-topology.ts';

export interface Spread {
  /** The ranks of the selected candidates, in the order in which they were taken. */
  readonly selected: readonly number[];
  /** All candidates, as far as they were taken. */
  readonly root: Domain;
  /** Those that lack the key of a constraint with DoNotSchedule, by rank; they are in no domain. */
  readonly keyless: ReadonlyMap<number, SpreadConstraint>;
}

/**
 * Selects at most `most` of the candidates, which come best first, so that no domain has many more than another: the
 * loop `selectOne` of OCM's enhancement 70 (spread policy), which no hub has. The first constraint divides all
 * candidates, each further one the domains of the one before. Spread counts before scores; `maxSkew` is how far scores
 * may lead. O(n · constraints · log domains) for n candidates.
 */
export function spread(
  constraints: readonly SpreadConstraint[],
  candidates: readonly Cluster[],
  most: number,
): Spread {
  const keyless = new Map<number, SpreadConstraint>();
  const ranks: number[] = [];
  for (const [rank, cluster] of candidates.entries()) {
    const missing = constraints.find(
      (constraint) =>
        constraint.whenUnsatisfiable === 'DoNotSchedule' && topologyOf(constraint, cluster) === undefined,
    );
    if (missing === undefined) ranks.push(rank);
    else keyless.set(rank, missing);
  }
  const root = divide(constraints, candidates, ranks);
  const selected: number[] = [];
  while (selected.length < most && root.next !== undefined) {
    selected.push(root.next);
    root.take();
  }
  return { selected, root, keyless };
}

function divide(
  [constraint, ...others]: readonly SpreadConstraint[],
  candidates: readonly Cluster[],
  ranks: readonly number[],
): Domain {
  if (constraint === undefined) return new WholeDomain(ranks);
  const keyless: number[] = [];
  const parts = new Map<string, number[]>();
  for (const rank of ranks) {
    const cluster = candidates[rank];
    const value = cluster && topologyOf(constraint, cluster);
    const part = value === undefined ? keyless : parts.get(value);
    if (part !== undefined) part.push(rank);
    else if (value !== undefined) parts.set(value, [rank]);
  }
  const domains = new Map([...parts].map(([value, of]) => [value, divide(others, candidates, of)]));
  return new DividedDomain(
    constraint,
    domains,
    keyless.length === 0 ? null : divide(others, candidates, keyless),
  );
}
