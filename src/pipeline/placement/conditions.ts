import type { PlacementCondition } from '../../model/placement.ts';
import type { EligibleSets } from './cluster-set-filter.ts';
import type { Misconfigured } from './misconfigured.ts';

export interface Scheduled {
  readonly clusterSets: readonly string[];
  readonly sets: EligibleSets;
  /** Clusters that are in one of the sets and not being deleted. */
  readonly available: number;
  readonly selected: number;
  /** What is missing from `numberOfClusters`. */
  readonly unscheduled: number;
  readonly misconfigured: Misconfigured | null;
}

/** The conditions that a hub writes into the status of the placement, word by word (scheduling controller of OCM). */
export function conditionsOf(scheduled: Scheduled): readonly PlacementCondition[] {
  return [satisfied(scheduled), misconfiguredCondition(scheduled.misconfigured)];
}

function satisfied({ clusterSets, sets, available, selected, unscheduled }: Scheduled): PlacementCondition {
  const not = (reason: string, message: string): PlacementCondition => ({
    type: 'PlacementSatisfied',
    status: 'False',
    reason,
    message,
  });
  if (sets.bindings === 0) {
    const message = 'No valid ManagedClusterSetBindings found in placement namespace';
    return not('NoManagedClusterSetBindings', message);
  }
  if (sets.names.length === 0) {
    const named = clusterSets.join(',');
    return not('NoIntersection', `None of ManagedClusterSets [${named}] is bound to placement namespace`);
  }
  if (available === 0) {
    const names = sets.names.join(',');
    return not(
      'AllManagedClusterSetsEmpty',
      `All ManagedClusterSets [${names}] have no member ManagedCluster`,
    );
  }
  if (selected === 0)
    return not('NoManagedClusterMatched', 'No ManagedCluster matches any of the cluster predicate');
  if (unscheduled !== 0)
    return not('NotAllDecisionsScheduled', `${unscheduled} cluster decisions unscheduled`);
  return {
    type: 'PlacementSatisfied',
    status: 'True',
    reason: 'AllDecisionsScheduled',
    message: 'All cluster decisions scheduled',
  };
}

function misconfiguredCondition(misconfigured: Misconfigured | null): PlacementCondition {
  const type = 'PlacementMisconfigured';
  if (misconfigured === null)
    return {
      ...{ type, status: 'False', reason: 'Succeedconfigured' },
      message: 'Placement configurations check pass',
    };
  const message = `${misconfigured.plugin}:${misconfigured.message}`;
  return { type, status: 'True', reason: 'Misconfigured', message };
}
