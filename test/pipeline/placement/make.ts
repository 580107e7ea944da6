import type { Cluster } from '../../../src/model/cluster.ts';
import type {
  ClusterPredicate,
  Placement,
  SelectorRequirement,
  Toleration,
} from '../../../src/model/placement.ts';

const position = { file: 'test.yaml', line: 1, column: 1 };

export function makeCluster(name: string, rest: Partial<Cluster> = {}): Cluster {
  return {
    name,
    labels: {},
    claims: {},
    taints: [],
    allocatable: {},
    capacity: {},
    availability: 'unknown',
    accepted: true,
    terminating: false,
    position,
    ...rest,
  };
}

export function makePlacement(rest: Partial<Placement> = {}): Placement {
  return {
    namespace: 'default',
    name: 'p',
    clusterSets: [],
    predicates: [],
    tolerations: [],
    prioritizerPolicy: { mode: 'Additive', configurations: [] },
    numberOfClusters: null,
    spread: { constraints: [], shorthandAt: null },
    groupStrategy: { decisionGroups: [], clustersPerDecisionGroup: '100%', position },
    position,
    ...rest,
  };
}

export function makePredicate(
  labels: Record<string, string> | readonly SelectorRequirement[],
  claims: readonly SelectorRequirement[] = [],
): ClusterPredicate {
  const labelSelector = Array.isArray(labels)
    ? { matchLabels: {}, matchExpressions: labels as readonly SelectorRequirement[] }
    : { matchLabels: labels as Record<string, string>, matchExpressions: [] };
  return { labelSelector, claimSelector: { matchExpressions: claims }, celExpressions: [] };
}

export function makeToleration(rest: Partial<Toleration> = {}): Toleration {
  return { key: '', operator: 'Equal', value: '', effect: '', tolerationSeconds: null, position, ...rest };
}

export { position as testPosition };
