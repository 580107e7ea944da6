import type { CheckedCluster, HealthResult } from '../pipeline/check-health.ts';
import type { Style } from './style.ts';
import { tableLines } from './table.ts';

/** A line for each cluster that was asked, with how often it was missed in a row. */
export function healthLines({ clusters }: HealthResult, style: Style): readonly string[] {
  const rows = clusters.map((cluster) => [cluster.cluster, cluster.state, misses(cluster), detail(cluster)]);
  return tableLines(['NAME', 'STATE', 'MISSES', 'DETAIL'], rows, style);
}

function misses({ health }: CheckedCluster): string {
  return health === null ? '-' : String(health.misses);
}

function detail({ url, reason, health }: CheckedCluster): string {
  const since = health === null ? '' : `not seen since ${health.since}`;
  const unreachable = health?.unreachableSince == null ? '' : 'unreachable';
  return [url, reason, unreachable, since].filter(Boolean).join('; ');
}
