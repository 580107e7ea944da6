import type { Decision, DroppedCluster, Ranking } from '../model/placement.ts';
import { placementKey } from '../model/placement.ts';
import { visible } from '../runtime/visible.ts';
import { tableLines } from './table.ts';
import { wrapNames } from './wrap-names.ts';
import type { Style } from './style.ts';

/**
 * Each placement with the clusters that it selects, in their groups and with their scores where there is a choice, and
 * those that it leaves out, together where the reason is the same.
 */
export function decisionLines(decisions: readonly Decision[], style: Style): readonly string[] {
  return decisions.flatMap(({ placement, clusters, groups, ranking, dropped, conditions, warnings }) => [
    style('bold', placementKey(placement)),
    style('green', `  + ${clusters.length} selected`),
    ...groups.flatMap(({ index, name, clusters: members }) => [
      ...(groups.length > 1 || name !== '' ? [`    group ${index} ${name}`.trimEnd()] : []),
      ...wrapNames(members),
    ]),
    ...(isChoice(ranking) ? scoreLines(ranking, style) : []),
    ...[...byReason(dropped)].flatMap(([reason, names]) => [
      style('yellow', visible(`  - ${names.length} left out: ${reason}`)),
      ...wrapNames(names).map((line) => style('dim', line)),
    ]),
    ...conditions
      .filter(({ type, status }) => (type === 'PlacementSatisfied') !== (status === 'True'))
      .map(({ type, status, reason, message }) =>
        style('red', visible(`  ! ${type}=${status} ${reason}: ${message}`)),
      ),
    ...warnings.map((warning) => style('yellow', visible(`  ! ${warning}`))),
  ]);
}

/** Where all scores are the same, they chose nothing. */
function isChoice({ totals }: Ranking): boolean {
  return totals.some((total) => total !== totals[0]);
}

function scoreLines({ clusters, totals, prioritizers }: Ranking, style: Style): readonly string[] {
  const header = [
    'CLUSTER',
    'SCORE',
    ...prioritizers.map(({ name, weight }) => (weight === 1 ? name : `${weight}*${name}`)),
  ];
  const rows = clusters.map((cluster, index) => [
    cluster,
    String(totals[index] ?? 0),
    ...prioritizers.map(({ scores }) => String(scores[index] ?? 0)),
  ]);
  return tableLines(header, rows, style).map((line) => `    ${line}`);
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
