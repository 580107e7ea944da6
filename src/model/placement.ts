import type { SourcePosition } from './position.ts';

export type SelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

/** Kubernetes `LabelSelectorRequirement`, used for claims as well. */
export interface SelectorRequirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  readonly values: readonly string[];
}

/** Kubernetes `LabelSelector`: everything in it is ANDed. */
export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions: readonly SelectorRequirement[];
}

/** OCM `ClusterPredicate.requiredClusterSelector`. */
export interface ClusterPredicate extends GroupSelector {
  /** ANDed; each over the variable `managedCluster`. */
  readonly celExpressions: readonly { readonly text: string; readonly position: SourcePosition }[];
}

/** OCM `GroupClusterSelector`: what labels and claims must be like. */
export interface GroupSelector {
  readonly labelSelector: LabelSelector;
  readonly claimSelector: { readonly matchExpressions: readonly SelectorRequirement[] };
}

/** OCM `Toleration`. */
export interface Toleration {
  readonly key: string;
  readonly operator: 'Equal' | 'Exists';
  readonly value: string;
  /** Empty: every effect. */
  readonly effect: '' | 'NoSelect' | 'PreferNoSelect' | 'NoSelectIfNew';
  readonly tolerationSeconds: number | null;
  readonly position: SourcePosition;
}

/** OCM `PrioritizerConfig`: where scores come from, and how much they count. */
export interface PrioritizerConfig {
  readonly type: 'BuiltIn' | 'AddOn';
  /** The name of a prioritizer that the hub has itself; empty for the type AddOn. */
  readonly builtIn: string;
  /** One score of an `AddOnPlacementScore`; null when the placement names none. */
  readonly addOn: { readonly resourceName: string; readonly scoreName: string } | null;
  /** -10 to 10; 0 switches the prioritizer off. */
  readonly weight: number;
  readonly position: SourcePosition;
}

/** OCM `GroupStrategy`: how the selected clusters are divided into groups. */
export interface GroupStrategy {
  readonly decisionGroups: readonly { readonly name: string; readonly selector: GroupSelector }[];
  /** A number of clusters, or a share such as `25%` of those that are selected. */
  readonly clustersPerDecisionGroup: number | string;
  readonly position: SourcePosition;
}

/** OCM `SpreadConstraintsTerm`: clusters with the same value of the key are a domain. */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly topologyKeyType: 'Label' | 'Claim';
  /** At least 1: how many more clusters a domain may have than the one with the fewest. */
  readonly maxSkew: number;
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
}

/** OCM cluster/v1beta1 `Placement`, CRD defaults applied. */
export interface Placement {
  readonly namespace: string;
  readonly name: string;
  /** Empty: every set that is bound in the namespace. */
  readonly clusterSets: readonly string[];
  /** ORed; empty: all clusters. */
  readonly predicates: readonly ClusterPredicate[];
  readonly tolerations: readonly Toleration[];
  readonly prioritizerPolicy: {
    /** Additive: Balance and Steady count with the weight 1 unless configured otherwise. */
    readonly mode: 'Additive' | 'Exact';
    readonly configurations: readonly PrioritizerConfig[];
  };
  /** Null: every cluster that passes. */
  readonly numberOfClusters: number | null;
  readonly spread: {
    /** The first divides all clusters, each further one the domains of the one before. */
    readonly constraints: readonly SpreadConstraint[];
    /** Where they stand when they are written as `spec.spreadConstraints`, which no hub has. */
    readonly shorthandAt: SourcePosition | null;
  };
  readonly groupStrategy: GroupStrategy;
  readonly position: SourcePosition;
}

/** OCM cluster/v1beta2 `ManagedClusterSet`. */
export interface ClusterSet {
  readonly name: string;
  /** Null: membership by the label `cluster.open-cluster-management.io/clusterset`. */
  readonly labelSelector: LabelSelector | null;
  readonly position: SourcePosition;
}

/** OCM cluster/v1beta2 `ManagedClusterSetBinding`. */
export interface ClusterSetBinding {
  readonly namespace: string;
  readonly clusterSet: string;
  readonly position: SourcePosition;
}

/** OCM cluster/v1alpha1 `AddOnPlacementScore`: what an add-on says of the cluster in whose namespace it stands. */
export interface AddOnPlacementScore {
  readonly cluster: string;
  readonly name: string;
  readonly scores: readonly { readonly name: string; readonly value: number }[];
  /** RFC 3339; null: for ever. */
  readonly validUntil: string | null;
}

/** What a placement, by `<namespace>/<name>`, decided before. */
export interface PreviousDecision {
  readonly placement: string;
  readonly clusters: readonly string[];
}

/** The step of a placement that left a cluster out. */
export type DropStep =
  'Terminating' | 'ClusterSet' | 'Misconfigured' | 'Predicate' | 'Taint' | 'Spread' | 'NumberOfClusters';

export interface DroppedCluster {
  readonly cluster: string;
  readonly step: DropStep;
  /** For people: which selector or taint it was. */
  readonly reason: string;
}

/** A group of the selected clusters, in the order in which a rollout takes them. */
export interface DecisionGroup {
  /** From 0. */
  readonly index: number;
  /** Empty for groups that the placement does not name. */
  readonly name: string;
  readonly clusters: readonly string[];
}

/** The clusters that passed all filters, best first; the lists of scores are in the order of `clusters`. */
export interface Ranking {
  readonly clusters: readonly string[];
  /** The sum over all prioritizers, each times its weight. */
  readonly totals: readonly number[];
  readonly prioritizers: readonly {
    readonly name: string;
    readonly weight: number;
    readonly scores: readonly number[];
  }[];
}

/** What a hub would say in the status of the placement. */
export interface PlacementCondition {
  readonly type: 'PlacementSatisfied' | 'PlacementMisconfigured';
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** What a placement decided: clusters by name, and for each one left out, why. */
export interface Decision {
  readonly placement: { readonly namespace: string; readonly name: string };
  readonly clusters: readonly string[];
  readonly groups: readonly DecisionGroup[];
  readonly ranking: Ranking;
  readonly dropped: readonly DroppedCluster[];
  readonly conditions: readonly PlacementCondition[];
  /** What did not keep the placement from deciding, such as scores that have expired. */
  readonly warnings: readonly string[];
  /** Where the cause of PlacementMisconfigured stands; null for a placement in order. */
  readonly misconfiguredAt: SourcePosition | null;
}

/** How records and references name a placement. */
export function placementKey({ namespace, name }: Decision['placement']): string {
  return `${namespace}/${name}`;
}
