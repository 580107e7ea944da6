import type { DecisionGroup, DroppedCluster, PlacementCondition, SpreadConstraint } from './placement.ts';

/** What a placement made of one cluster. */
export interface ClusterExplanation {
  readonly cluster: string;
  /** The step that left the cluster out; null: it is selected. */
  readonly dropped: Pick<DroppedCluster, 'step' | 'reason'> | null;
  /** From 1, among the clusters that passed all filters; null for the others. */
  readonly rank: number | null;
  /** The sum over all prioritizers, each times its weight; null without a rank. */
  readonly total: number | null;
  readonly scores: readonly {
    readonly prioritizer: string;
    readonly weight: number;
    readonly score: number;
  }[];
  /** Where the cluster stands in the spread, such as `region=eu`; null without a rank or without a spread. */
  readonly domain: string | null;
  readonly group: Pick<DecisionGroup, 'index' | 'name'> | null;
}

/** Clusters with the same values of all topology keys. */
export interface SpreadDomain {
  readonly domain: string;
  readonly selected: number;
  /** How many passed all filters. */
  readonly candidates: number;
}

export interface PlacementExplanation {
  readonly placement: { readonly namespace: string; readonly name: string };
  /** The baselines that are delivered to what it selects. */
  readonly baselines: readonly string[];
  readonly numberOfClusters: number | null;
  readonly spreadConstraints: readonly SpreadConstraint[];
  /** In the order of their best cluster. */
  readonly domains: readonly SpreadDomain[];
  readonly conditions: readonly PlacementCondition[];
  readonly warnings: readonly string[];
  /** How many are selected, whether or not they are among `clusters`. */
  readonly selected: number;
  /** The clusters that were asked about, best first, then those without a rank by name. */
  readonly clusters: readonly ClusterExplanation[];
}

/** Other labels for a cluster, as a thought. A cluster that the inventory lacks counts as a new one. */
export interface LabelChange {
  readonly cluster: string;
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

/** A cluster that a placement gains or loses by changed labels. */
export interface Move {
  readonly cluster: string;
  /** Its own labels are not changed: others push it in or out. */
  readonly pushed: boolean;
  /** Why it is left out then; null for a cluster that is gained. */
  readonly dropped: ClusterExplanation['dropped'];
}

/** What changed labels would change; placements that keep what they have are not in it. */
export interface WhatIf {
  readonly changes: readonly (LabelChange & {
    readonly isNew: boolean;
    readonly baselines: { readonly before: readonly string[]; readonly after: readonly string[] };
  })[];
  readonly placements: readonly {
    readonly placement: { readonly namespace: string; readonly name: string };
    /** The baselines that these clusters gain or lose with it. */
    readonly baselines: readonly string[];
    readonly gained: readonly Move[];
    readonly lost: readonly Move[];
  }[];
}
