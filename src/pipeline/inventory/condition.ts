import type { Availability } from '../../model/cluster.ts';
import type { Fields } from './fields.ts';

/** What a condition of `status.conditions` says of a cluster; `unknown` where it is missing. Throws INVENTORY_FAILED. */
export function readCondition(status: Fields, type: string): Availability {
  const condition = status.list('conditions').find((each) => each.text('type') === type);
  const state = condition?.text('status');
  return state === 'True' ? 'available' : state === 'False' ? 'unavailable' : 'unknown';
}
