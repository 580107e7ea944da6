import type { ClusterRecord, RecordedRun } from '../../model/ledger.ts';
import type { ClusterReport, LeftCluster, Population } from '../../model/report.ts';

/**
 * Every cluster of the recorded inventory, sorted by name, each in exactly one state.
 * Source of the rule: AT-C 205 (completeness of a population): in scope = evaluated + no data + excluded.
 */
export function populationOf(run: RecordedRun): Population {
  const clusters = run.record.clusters
    .filter(({ inInventory }) => inInventory)
    .map((cluster) => clusterReport(cluster, run));
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

/** The clusters that are in no population any more, but whose branch the run still looked after; sorted by name. */
export function leftClusters({ record }: RecordedRun): readonly LeftCluster[] {
  return record.clusters
    .filter(({ inInventory }) => !inInventory)
    .map(({ name, branch, tip, outcome, message }) => ({ name, branch, tip, outcome, message }));
}

function clusterReport(cluster: ClusterRecord, run: RecordedRun): ClusterReport {
  const {
    name,
    labels,
    availability,
    notSeenSince,
    baselines,
    branch,
    tip,
    tree,
    evaluation,
    outcome,
    message,
  } = cluster;
  const { state, reason } = stateOf(cluster, run);
  const inPlace = outcome === 'created' || outcome === 'updated' || outcome === 'unchanged';
  return {
    name,
    state,
    reason,
    labels,
    availability,
    notSeenSince,
    baselines,
    branch,
    tip,
    tree,
    evaluation,
    outcome,
    message,
    delivered: state === 'evaluated' && inPlace && tip !== null,
  };
}

function stateOf(cluster: ClusterRecord, run: RecordedRun): Pick<ClusterReport, 'state' | 'reason'> {
  if (cluster.evaluation !== null) {
    const findings = run.evaluations.get(cluster.evaluation);
    if (findings === undefined)
      return { state: 'noData', reason: 'The ledger does not hold the findings of this cluster.' };
    // Every policy gives a finding, if only that it is not applicable.
    if (findings.length === 0) return { state: 'noData', reason: 'No policy judged this cluster.' };
    return { state: 'evaluated', reason: '' };
  }
  if (cluster.baselines.length > 0) {
    return {
      state: 'noData',
      reason: cluster.message || `Nothing was evaluated; the outcome was "${cluster.outcome}".`,
    };
  }
  return { state: 'excluded', reason: cluster.message || 'No placement selects this cluster.' };
}
