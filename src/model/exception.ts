import { selectorMatches } from './label-selector.ts';
import type { LabelSelector } from './placement.ts';
import type { SourcePosition } from './position.ts';

/** What an exception covers; absent parts match everything, but `policies` is never empty. */
export interface ExceptionMatch {
  readonly policies: readonly string[];
  readonly clusterSelector: LabelSelector | null;
  readonly clusters: readonly string[];
  readonly kinds: readonly string[];
  readonly namespaces: readonly string[];
  readonly names: readonly string[];
  /** Names of containers: findings whose field lies inside one of them, and no others. */
  readonly containers: readonly string[];
}

/** The kind `PolicyException`: a deviation that somebody approved until a date. */
export interface PolicyException {
  readonly name: string;
  readonly owner: string;
  readonly approver: string;
  readonly reason: string;
  readonly ticket: string;
  /** RFC 3339 date or date-time. */
  readonly created: string;
  /** RFC 3339; a date alone lasts until the end of that day, UTC. */
  readonly expires: string;
  readonly compensatingControl: string;
  readonly match: ExceptionMatch;
  readonly position: SourcePosition;
}

/** `pending`: approved for a time to come. `active`: in force. */
export type ExceptionState = 'pending' | 'active' | 'expired';

const day = 24 * 60 * 60 * 1000;

/** The first moment, milliseconds since 1970, at which an exception with these `expires` is no longer in force. */
export function expiryOf(expires: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(expires) ? Date.parse(expires) + day : Date.parse(expires);
}

/** Where an exception stands at a moment; it holds from `created` on, until `expiryOf(expires)`. */
export function exceptionState(
  { created, expires }: Pick<PolicyException, 'created' | 'expires'>,
  moment: Date,
): ExceptionState {
  if (expiryOf(expires) <= moment.getTime()) return 'expired';
  return Date.parse(created) <= moment.getTime() ? 'active' : 'pending';
}

/** Whether an exception is about a cluster: named, and selected, where it says so. */
export function coversCluster(
  { match }: Pick<PolicyException, 'match'>,
  cluster: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
): boolean {
  if (match.clusters.length > 0 && !match.clusters.includes(cluster.name)) return false;
  return match.clusterSelector === null || selectorMatches(match.clusterSelector, cluster.labels);
}

/** Whole days until an exception with these `expires` ends; negative once it has. */
export function daysLeft(expires: string, moment: Date): number {
  return Math.floor((expiryOf(expires) - moment.getTime()) / day);
}

/** The next moment, milliseconds since 1970, at which `daysLeft` gives one less. */
export function nextDayLeft(expires: string, moment: Date): number {
  return expiryOf(expires) - daysLeft(expires, moment) * day + 1;
}

/**
 * Those of the exceptions in force that certainly except nothing. `used` are the names that findings give; of one that covers
 * a cluster without findings (`unjudged`), nobody knows.
 */
export function unusedAmong(
  inForce: readonly PolicyException[],
  used: ReadonlySet<string | null>,
  unjudged: readonly Parameters<typeof coversCluster>[1][],
): readonly PolicyException[] {
  return inForce.filter(
    (exception) =>
      !used.has(exception.name) && !unjudged.some((cluster) => coversCluster(exception, cluster)),
  );
}
