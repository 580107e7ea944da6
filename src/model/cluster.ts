import type { JsonObject } from './json.ts';
import type { SourcePosition } from './position.ts';

export type TaintEffect = 'NoSelect' | 'PreferNoSelect' | 'NoSelectIfNew';

/** OCM cluster/v1 `Taint`. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: TaintEffect;
  /** RFC 3339; null when the inventory does not say. */
  readonly timeAdded: string | null;
}

/** Whether the hub saw the cluster lately: OCM's condition `ManagedClusterConditionAvailable`. */
export type Availability = 'available' | 'unavailable' | 'unknown';

/** The taints that say a cluster cannot be reached (`unreachable`) or is not well (`unavailable`): OCM's taint controller. */
export const availabilityTaints = {
  unreachable: 'cluster.open-cluster-management.io/unreachable',
  unavailable: 'cluster.open-cluster-management.io/unavailable',
} as const;

/** One cluster of the inventory, whatever kind of document told of it. */
export interface Cluster {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** OCM cluster claims: facts that the cluster says of itself. */
  readonly claims: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Kubernetes quantities by resource name, as written. */
  readonly allocatable: Readonly<Record<string, string>>;
  readonly capacity: Readonly<Record<string, string>>;
  readonly availability: Availability;
  /** Who says so, for people; absent where nobody does. */
  readonly availabilityCause?: string;
  /** RFC 3339: since when nobody sees the cluster; absent while somebody does, and where nobody looks. */
  readonly notSeenSince?: string;
  /** When the cluster's agent renewed its lease on the hub, and until when that is good; both RFC 3339. */
  readonly lease?: { readonly renewed: string; readonly until: string };
  /** False until the hub has accepted the cluster (`spec.hubAcceptsClient`). */
  readonly accepted: boolean;
  /** The cluster is being deleted and gets nothing new. */
  readonly terminating: boolean;
  /** The ManagedCluster as it is written, for CEL selectors; other kinds of documents have none. */
  readonly managedCluster?: JsonObject;
  readonly position: SourcePosition;
}
