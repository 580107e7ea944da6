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
  /** False until the hub has accepted the cluster (`spec.hubAcceptsClient`). */
  readonly accepted: boolean;
  /** The cluster is being deleted and gets nothing new. */
  readonly terminating: boolean;
  /** The ManagedCluster as it is written, for CEL selectors; other kinds of documents have none. */
  readonly managedCluster?: JsonObject;
  readonly position: SourcePosition;
}
