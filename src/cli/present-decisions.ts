import type { Decision, DroppedCluster } from '../model/placement.ts';
import { visible } from '../runtime/visible.ts';
import { wrapNames } from './wrap-names.ts';
import type { Style } from './style.ts';

/** Each placement with the clusters that it selects, and those that it leaves out, together where the reason is the same. */
export function decisionLines(decisions: readonly Decision[], style: Style): readonly string[] {
  return decisions.flatMap(({ placement, clusters, dropped }) => [
    style('bold', `${placement.namespace}/${placement.name}`),
    style('green', `  + ${clusters.length} selected`),
    ...wrapNames(clusters),
    ...[...byReason(dropped)].flatMap(([reason, names]) => [
      style('yellow', visible(`  - ${names.length} left out: ${reason}`)),
      ...wrapNames(names).map((line) => style('dim', line)),
    ]),
  ]);
}

function byReason(dropped: readonly DroppedCluster[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { cluster, step, reason } of dropped) {
    const key = `${step}: ${reason}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cluster]);
    else group.push(cluster);
  }
  return groups;
}
