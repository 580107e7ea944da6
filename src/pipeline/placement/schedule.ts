import type { Cluster } from '../../model/cluster.ts';
import { placementKey } from '../../model/placement.ts';
import type { Decision, Placement, Ranking, SpreadConstraint } from '../../model/placement.ts';
import type { AddOnScores } from './addon-scores.ts';
import type { EligibleSets } from './cluster-set-filter.ts';
import { conditionsOf } from './conditions.ts';
import { decisionGroups } from './decision-groups.ts';
import { Drops } from './drops.ts';
import type { History } from './history.ts';
import { Misconfigured } from './misconfigured.ts';
import { predicateFilter } from './predicate-filter.ts';
import { prioritizersOf } from './prioritizers.ts';
import { rank } from './rank.ts';
import { spreadDrops } from './spread-drops.ts';
import { spreadWarnings } from './spread-warnings.ts';
import { taintFilter } from './taint-filter.ts';

export interface ScheduleContext {
  /** By name. */
  readonly clusters: readonly Cluster[];
  readonly setsOf: (placement: Placement) => EligibleSets;
  readonly addOnScores: AddOnScores;
  readonly history: History;
  readonly now: Date;
}

/** One placement: filters, scores, selects and groups, in the order of OCM's scheduling controller. */
export async function schedule(placement: Placement, context: ScheduleContext): Promise<Decision> {
  const { namespace, name, clusterSets, numberOfClusters, groupStrategy } = placement;
  const sets = context.setsOf(placement);
  const drops = new Drops(context.clusters);
  drops.sieve('Terminating', ({ terminating }) => (terminating ? 'The cluster is being deleted.' : null));
  drops.sieve('ClusterSet', sets.filter);
  const available = drops.left.length;
  const warnings: string[] = [];

  const ranking = await orMisconfigured(() => filterAndRank(placement, drops, context, warnings));
  if (ranking instanceof Misconfigured) drops.sieve('Misconfigured', () => ranking.message);
  const selected = drops.left;
  // A hub divides what it selected even when that is nothing for a mistake, and then reports the later mistake.
  const groups = await orMisconfigured(() => decisionGroups(groupStrategy, selected));
  if (groups instanceof Misconfigured) drops.sieve('Misconfigured', () => groups.message);

  const misconfigured = [groups, ranking].find((result) => result instanceof Misconfigured) ?? null;
  return {
    placement: { namespace, name },
    clusters: drops.left.map((cluster) => cluster.name),
    groups: groups instanceof Misconfigured ? [] : groups,
    ranking: ranking instanceof Misconfigured ? { clusters: [], totals: [], prioritizers: [] } : ranking,
    dropped: drops.dropped(),
    conditions: conditionsOf({
      ...{ clusterSets, sets, available, misconfigured, selected: selected.length },
      unscheduled: (numberOfClusters ?? selected.length) - selected.length,
    }),
    warnings,
    misconfiguredAt: misconfigured?.position ?? null,
  };
}

async function orMisconfigured<T>(work: () => T | Promise<T>): Promise<T | Misconfigured> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Misconfigured) return error;
    throw error;
  }
}

/** A hub looks at predicates and tolerations only while there are clusters. */
async function filterAndRank(
  placement: Placement,
  drops: Drops,
  context: ScheduleContext,
  warnings: string[],
): Promise<Ranking> {
  const key = placementKey(placement);
  if (drops.left.length > 0)
    drops.sieve('Predicate', await predicateFilter(placement.predicates, context.addOnScores));
  if (drops.left.length > 0)
    drops.sieve('Taint', taintFilter(placement.tolerations, context.history.of(key), context.now));
  const ranking = rank(drops.left, prioritizersOf(placement), { ...context, placement: key, warnings });
  warnings.push(...spreadWarnings(placement));
  const { numberOfClusters, spread } = placement;
  if (numberOfClusters === null || spread.constraints.length === 0)
    keepBest(numberOfClusters, ranking, drops);
  else keepSpread(spread.constraints, numberOfClusters, ranking, drops);
  return ranking;
}

function keepBest(most: number | null, { clusters, totals }: Ranking, drops: Drops): void {
  if (most === null || most >= clusters.length) return;
  const totalOf = new Map(clusters.slice(most).map((name, index) => [name, totals[most + index]]));
  drops.sieve('NumberOfClusters', ({ name }) =>
    totalOf.has(name) ? `With a score of ${totalOf.get(name) ?? 0} it is not among the best ${most}.` : null,
  );
}

function keepSpread(
  constraints: readonly SpreadConstraint[],
  most: number,
  ranking: Ranking,
  drops: Drops,
): void {
  const byName = new Map(drops.left.map((cluster) => [cluster.name, cluster]));
  const candidates = ranking.clusters.flatMap((name) => byName.get(name) ?? []);
  const dropped = spreadDrops(constraints, candidates, ranking, most);
  for (const step of ['Spread', 'NumberOfClusters'] as const) {
    drops.sieve(step, ({ name }) => {
      const drop = dropped.get(name);
      return drop?.step === step ? drop.reason : null;
    });
  }
}
