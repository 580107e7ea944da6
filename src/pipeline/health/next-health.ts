import { missesUntilUnreachable } from '../../model/health.ts';
import type { ClusterHealth, FleetHealth, ProbeResult } from '../../model/health.ts';
import { orderTexts } from '../../model/order-texts.ts';

/**
 * What is known after these clusters were asked. One that answers is forgotten, and so is one that left the inventory
 * or has no endpoint any more; a miss counts until the cluster is unreachable; what could not be judged changes nothing. Pure.
 */
export function nextHealth(
  before: FleetHealth,
  results: readonly ProbeResult[],
  inventory: ReadonlySet<string>,
  now: Date,
): FleetHealth {
  const clusters = new Map(
    before.clusters.filter(({ name }) => inventory.has(name)).map((health) => [health.name, health]),
  );
  for (const { cluster, url, state, reason } of results) {
    if (state === 'missed') clusters.set(cluster, afterMiss(cluster, clusters.get(cluster), reason, now));
    else if (state === 'ready' || state === 'reachable' || url === null) clusters.delete(cluster);
  }
  return { ...before, clusters: [...clusters.values()].sort((a, b) => orderTexts(a.name, b.name)) };
}

function afterMiss(
  name: string,
  before: ClusterHealth | undefined,
  reason: string,
  now: Date,
): ClusterHealth {
  if (before !== undefined && before.unreachableSince !== null) return before;
  const time = now.toISOString();
  const misses = (before?.misses ?? 0) + 1;
  const isUnreachable = misses >= missesUntilUnreachable;
  const since = before?.since ?? time;
  return { name, misses, since, unreachableSince: isUnreachable ? time : null, reason };
}
