import { McpError } from '../model/error.ts';
import { placementKey } from '../model/placement.ts';
import type { Decision } from '../model/placement.ts';

/**
 * A hub empties the decision of a misconfigured placement; here a mistake must not look like "remove everything".
 * Throws CONFIG_INVALID for the first placement that is misconfigured.
 */
export function requireConfigured(decisions: readonly Decision[]): void {
  for (const { placement, conditions, misconfiguredAt } of decisions) {
    if (misconfiguredAt === null) continue;
    const condition = conditions.find(({ type }) => type === 'PlacementMisconfigured');
    throw new McpError(
      'CONFIG_INVALID',
      `A hub would call the placement ${placementKey(placement)} misconfigured: ${(condition?.message ?? '').replace(/^:/, '')}`,
      { position: misconfiguredAt },
    );
  }
}
