import { McpError } from '../../model/error.ts';
import type { Change } from '../../model/plan.ts';
import type { DeliveryConfig } from '../../model/workspace.ts';

/**
 * Refuses a plan that empties more branches than `maxRemovals` allows: an inventory that shrank by mistake must not
 * take the fleet's policies with it. Throws REMOVALS_EXCEEDED.
 */
export function checkRemovals(
  changes: readonly Change[],
  delivery: Pick<DeliveryConfig, 'maxRemovals'>,
  allowRemovals: boolean,
): void {
  const removed = changes.filter((change) => change.action === 'remove');
  const delivered = changes.filter((change) => change.tip !== null).length;
  if (allowRemovals || removed.length <= Math.floor(delivered * delivery.maxRemovals)) return;
  const names = removed.map((change) => change.cluster);
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
  throw new McpError(
    'REMOVALS_EXCEEDED',
    `this run would remove the baseline from ${removed.length} of ${delivered} clusters: ${shown}`,
    { hint: 'Look at the inventory and the placements first. If it is meant, add --allow-removals.' },
  );
}
