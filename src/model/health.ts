/** So many misses in a row make a cluster unreachable. */
export const missesUntilUnreachable = 3;

/** A cluster that did not answer when it was last asked; those that did are in no record. */
export interface ClusterHealth {
  readonly name: string;
  /** In a row, 1 to `missesUntilUnreachable`: more are not counted. */
  readonly misses: number;
  /** RFC 3339: the first of them. */
  readonly since: string;
  /** RFC 3339: the miss that made the cluster unreachable; null before. */
  readonly unreachableSince: string | null;
  /** Of the last counted miss. */
  readonly reason: string;
}

/** What `mcp cluster health` keeps between runs, on a branch of the fleet repository. */
export interface FleetHealth {
  readonly apiVersion: 'mcp.policy/v1alpha1';
  readonly kind: 'FleetHealth';
  readonly fleet: string;
  /** Sorted by name. */
  readonly clusters: readonly ClusterHealth[];
}

/**
 * What came of asking one cluster. `ready`: its API server says so. `reachable`: it answers, and wants credentials that
 * mcp does not send. `missed`: it does not answer, or not as itself. `unverified`: something answers whose certificate
 * nobody here can judge. `notProbed`: there is no endpoint that may be asked.
 */
export type ProbeState = 'ready' | 'reachable' | 'missed' | 'unverified' | 'notProbed';

export interface ProbeResult {
  readonly cluster: string;
  /** Null where the inventory gives none that can be used. */
  readonly url: string | null;
  readonly state: ProbeState;
  /** For people; empty for `ready`. */
  readonly reason: string;
}
