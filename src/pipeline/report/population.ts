import type { ClusterRecord, RecordedRun } from '../../model/ledger.ts';
import type { ClusterReport, Population } from '../../model/report.ts';

/**
 * Every cluster of the recorded inventory, sorted by name, each in exactly one state.
 * Source of the rule: AT-C 205 (completeness of a population): in scope = evaluated + no data + excluded.
 */
export function populationOf(run: RecordedRun): Population {
  const clusters = run.record.clusters.map((cluster) => clusterReport(cluster, run));
  const count = (state: ClusterReport['state']) =>
    clusters.filter((cluster) => cluster.state === state).length;
  return {
    inScope: clusters.length,
    evaluated: count('evaluated'),
    noData: count('noData'),
    excluded: count('excluded'),
    clusters,
  };
}

function clusterReport(cluster: ClusterRecord, run: RecordedRun): ClusterReport {
  const { name, labels, availability, baselines, branch, tip, tree, evaluation, outcome, message } = cluster;
  const delivered = outcome === 'created' || outcome === 'updated' || outcome === 'unchanged';
  return {
    name,
    ...stateOf(cluster, run),
    labels,
    availability,
    baselines,
    branch,
    tip,
    tree,
    evaluation,
    outcome,
    message,
    delivered: delivered && tip !== null,
  };
}

function stateOf(cluster: ClusterRecord, run: RecordedRun): Pick<ClusterReport, 'state' | 'reason'> {
  if (cluster.evaluation !== null) {
    if (run.evaluations.has(cluster.evaluation)) return { state: 'evaluated', reason: '' };
    return { state: 'noData', reason: 'The ledger does not hold the findings of this cluster.' };
  }
  if (cluster.baselines.length > 0) {
    return {
      state: 'noData',
      reason: cluster.message || `Nothing was evaluated; the outcome was "${cluster.outcome}".`,
    };
  }
  return { state: 'excluded', reason: cluster.message || 'No placement selects this cluster.' };
}
