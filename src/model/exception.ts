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

const day = 24 * 60 * 60 * 1000;

/** The first moment, milliseconds since 1970, at which an exception with these `expires` is no longer in force. */
export function expiryOf(expires: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(expires) ? Date.parse(expires) + day : Date.parse(expires);
}
