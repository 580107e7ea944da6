import type { Finding, FindingState } from '../../model/finding.ts';
import type { RecordedRun } from '../../model/ledger.ts';
import type { Population, StateCounts } from '../../model/report.ts';
import type { Tally } from './states.ts';
import { addCounts, emptyTally } from './states.ts';

/** Clusters with equal findings: whatever is counted is counted once and multiplied by their number. */
export interface EvaluatedGroup {
  readonly digest: string;
  readonly clusters: readonly string[];
  readonly findings: readonly Finding[];
  readonly byPolicy: ReadonlyMap<string, readonly Finding[]>;
  readonly states: StateCounts;
}

/** The evaluated clusters of a population by evaluation, sorted by digest. */
export function groupByEvaluation(population: Population, run: RecordedRun): readonly EvaluatedGroup[] {
  const evaluated = population.clusters.filter((cluster) => cluster.state === 'evaluated');
  const clusters = Map.groupBy(evaluated, (cluster) => cluster.evaluation ?? '');
  return [...clusters]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([digest, members]) => {
      const findings = run.evaluations.get(digest) ?? [];
      return {
        digest,
        clusters: members.map((cluster) => cluster.name),
        findings,
        byPolicy: Map.groupBy(findings, (finding) => finding.policy),
        states: countStates(findings.map((finding) => finding.state)),
      };
    });
}

export function countStates(states: Iterable<FindingState>): Tally {
  const tally = emptyTally();
  for (const state of states) tally[state] += 1;
  return tally;
}

/** The sum over all clusters of the groups. */
export function countOverClusters(
  groups: readonly EvaluatedGroup[],
  countsOf: (group: EvaluatedGroup) => StateCounts,
): Tally {
  const tally = emptyTally();
  for (const group of groups) addCounts(tally, countsOf(group), group.clusters.length);
  return tally;
}
