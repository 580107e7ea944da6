import { McpError } from '../../model/error.ts';
import type { ObjectId } from '../../model/git.ts';
import type { Change } from '../../model/plan.ts';
import type { DeliveryConfig } from '../../model/workspace.ts';

export interface RemovalsInput {
  readonly changes: readonly Change[];
  readonly emptyTree: ObjectId;
  readonly delivery: Pick<DeliveryConfig, 'maxRemovals'>;
  readonly allowRemovals: boolean;
  /** Whether the ledger says what was decided before: without it nobody knows who left. */
  readonly hasRecord: boolean;
}

/**
 * Refuses a plan that empties more branches than `maxRemovals` allows, whether clusters left or their templates make
 * nothing any more: an inventory that shrank by mistake must not take the fleet's policies with it. Throws
 * REMOVALS_EXCEEDED.
 */
export function checkRemovals(input: RemovalsInput): void {
  const { changes, emptyTree, delivery, allowRemovals, hasRecord } = input;
  const filled = changes.filter(({ currentTree }) => currentTree !== null && currentTree !== emptyTree);
  const removed = filled.filter(({ tree }) => tree === emptyTree).map(({ cluster }) => cluster);
  const allowed = hasRecord ? Math.floor(filled.length * delivery.maxRemovals) : 0;
  if (allowRemovals || removed.length <= allowed) return;
  const shown =
    removed.slice(0, 5).join(', ') + (removed.length > 5 ? ` and ${removed.length - 5} more` : '');
  const why = hasRecord ? '' : ', and the ledger does not say what was decided before';
  throw new McpError(
    'REMOVALS_EXCEEDED',
    `this run would remove the baseline from ${removed.length} of ${filled.length} clusters (${shown})${why}`,
    { hint: 'Look at the inventory and the placements first. If it is meant, add --allow-removals.' },
  );
}
