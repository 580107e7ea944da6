import type { Cluster } from '../../model/cluster.ts';
import type { Fields } from '../../yaml/fields.ts';

/** What a condition says of reaching a cluster. */
export type Reachability = Pick<Cluster, 'availability' | 'availabilityCause' | 'notSeenSince'>;

/** What a condition of `status.conditions` says of a cluster; `unknown` where it is missing. Throws INVENTORY_FAILED. */
export function readCondition(status: Fields, type: string): Reachability {
  const condition = status.list('conditions').find((each) => each.text('type') === type);
  const state = condition?.text('status');
  if (state !== 'True' && state !== 'False' && state !== 'Unknown') return { availability: 'unknown' };
  const since = condition?.text('lastTransitionTime');
  const isTime = since !== undefined && !Number.isNaN(Date.parse(since));
  return {
    availability: state === 'True' ? 'available' : state === 'False' ? 'unavailable' : 'unknown',
    availabilityCause: `the condition ${type} is ${state}`,
    ...(state === 'True' || !isTime ? {} : { notSeenSince: new Date(since).toISOString() }),
  };
}
