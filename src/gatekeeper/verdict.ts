import type { Json } from '../model/json.ts';

export interface GatekeeperViolation {
  readonly message: string;
  readonly details: Json;
}

/** What a constraint says of an object: what is wrong (nothing: it passes), or why it could not be evaluated. */
export type GatekeeperVerdict =
  { readonly violations: readonly GatekeeperViolation[] } | { readonly reason: string };
