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
export interface ClusterPredicate {
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

/** The step of a placement that left a cluster out. */
export type DropStep = 'Terminating' | 'ClusterSet' | 'Predicate' | 'Taint';

export interface DroppedCluster {
  readonly cluster: string;
  readonly step: DropStep;
  /** For people: which selector or taint it was. */
  readonly reason: string;
}

/** What a placement decided: clusters by name, and for each one left out, why. */
export interface Decision {
  readonly placement: { readonly namespace: string; readonly name: string };
  readonly clusters: readonly string[];
  readonly dropped: readonly DroppedCluster[];
}
