import type { ClusterExplanation, PlacementExplanation, SpreadDomain } from '../model/explanation.ts';
import { placementKey } from '../model/placement.ts';
import { visible } from '../runtime/visible.ts';
import { nameList } from './name-list.ts';
import type { Style } from './style.ts';
import { tableLines } from './table.ts';

/** A table for each placement: the clusters that were asked about, best first, with the reason for each left out. */
export function explanationLines(
  placements: readonly PlacementExplanation[],
  style: Style,
): readonly string[] {
  return placements.flatMap((explanation) => [
    style('bold', visible(placementKey(explanation.placement))),
    ...headLines(explanation),
    ...clusterLines(explanation, style),
    ...explanation.conditions
      .filter(({ type, status }) => (type === 'PlacementSatisfied') !== (status === 'True'))
      .map(({ type, status, reason, message }) =>
        style('red', visible(`  ! ${type}=${status} ${reason}: ${message}`)),
      ),
    ...explanation.warnings.map((warning) => style('yellow', visible(`  ! ${warning}`))),
    '',
  ]);
}

function headLines(explanation: PlacementExplanation): readonly string[] {
  const { baselines, numberOfClusters, selected, spreadConstraints, domains } = explanation;
  const asked = numberOfClusters === null ? '' : `, numberOfClusters is ${numberOfClusters}`;
  const spread = spreadConstraints.map(
    ({ topologyKey, topologyKeyType, maxSkew, whenUnsatisfiable }) =>
      `${topologyKeyType.toLowerCase()} ${topologyKey} (maxSkew ${maxSkew}, ${whenUnsatisfiable})`,
  );
  return [
    `  baselines: ${nameList(baselines) || 'none'}`,
    `  selects: ${selected}${asked}`,
    ...(spread.length === 0 ? [] : [visible(`  spread by: ${spread.join(', then ')}`)]),
    ...(domains.length === 0 ? [] : [`  domains: ${nameList(domains.map(domainText))}`]),
  ];
}

function domainText({ domain, selected, candidates }: SpreadDomain): string {
  return `${domain}: ${selected} of ${candidates}`;
}

function clusterLines({ clusters, domains }: PlacementExplanation, style: Style): readonly string[] {
  if (clusters.length === 0) return [];
  const prioritizers = clusters.find(({ scores }) => scores.length > 0)?.scores ?? [];
  const isGrouped = clusters.some(({ group }) => group !== null && (group.index > 0 || group.name !== ''));
  const columns: readonly (readonly [string, (cluster: ClusterExplanation) => string])[] = [
    ['CLUSTER', ({ cluster }) => cluster],
    ['DECISION', ({ dropped }) => (dropped === null ? 'selected' : dropped.step)],
    ['RANK', ({ rank }) => orDash(rank)],
    ['SCORE', ({ total }) => orDash(total)],
    ...prioritizers.map(({ prioritizer, weight }, at) => {
      const title = weight === 1 ? prioritizer : `${weight}*${prioritizer}`;
      return [title, ({ scores }: ClusterExplanation) => orDash(scores[at]?.score)] as const;
    }),
    ...(domains.length > 0 ? [['DOMAIN', ({ domain }: ClusterExplanation) => orDash(domain)] as const] : []),
    ...(isGrouped ? [['GROUP', groupText] as const] : []),
    ['REASON', ({ dropped }) => dropped?.reason ?? ''],
  ];
  const rows = clusters.map((cluster) => columns.map(([, cell]) => cell(cluster)));
  const titles = columns.map(([title]) => title);
  return tableLines(titles, rows, style).map((line) => `  ${line}`);
}

function groupText({ group }: ClusterExplanation): string {
  return group === null ? '-' : `${group.index} ${group.name}`.trimEnd();
}

function orDash(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '-' : String(value);
}
