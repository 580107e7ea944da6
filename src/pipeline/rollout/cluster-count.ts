import type { ClusterCount } from '../../model/rollout.ts';

/** How many of `total` clusters a number or a share means, at most all; shares are rounded up, as OCM does. */
export function countOf(count: ClusterCount, total: number): number {
  const number = typeof count === 'number' ? count : Math.ceil((Number.parseInt(count, 10) * total) / 100);
  return Math.min(number, total);
}
