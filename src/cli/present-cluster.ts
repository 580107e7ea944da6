import { formatPosition } from '../model/position.ts';
import type { SourcePosition } from '../model/position.ts';
import type { ClusterDetails, Fact } from '../pipeline/show-cluster.ts';
import { visible } from '../runtime/visible.ts';
import type { Style } from './style.ts';
import { tableLines } from './table.ts';

/** One cluster for people: each fact with the place that it comes from. */
export function clusterLines(cluster: ClusterDetails, style: Style): readonly string[] {
  const { availability, last } = cluster;
  const since = availability.notSeenSince === null ? '' : `not seen since ${availability.notSeenSince}`;
  const taints = cluster.taints.map(({ key, value, effect, timeAdded, position }) => [
    `${key}${value === '' ? '' : `=${value}`}:${effect}`,
    timeAdded ?? '-',
    position === null ? 'follows from availability' : formatPosition(position),
  ]);
  const placements = cluster.placements.map(({ placement, selected, step, reason }) => [
    placement,
    selected ? 'selected' : `left out: ${step ?? ''}`,
    reason,
  ]);
  const lines: readonly (readonly [string, string])[] = [
    ['Cluster', cluster.name],
    ['Inventory', cluster.entries.map(formatPosition).join(', ')],
    ...(cluster.accepted ? [] : [['Accepted', 'no'] as const]),
    ...(cluster.terminating ? [['Terminating', 'yes'] as const] : []),
    ['Availability', [availability.state, availability.cause, since].filter(Boolean).join('; ')],
    ['Last seen', availability.lastSeen ?? '-'],
    ['Sets', cluster.sets.join(', ')],
    ['Baselines', cluster.baselines.join(', ') || '-'],
    ['Branch', last === null ? '-' : `${last.branch} at ${last.tip ?? 'no commit'}`],
    [
      'Last run',
      last === null ? '-' : [`${last.outcome}, ${last.run}`, last.message].filter(Boolean).join('; '),
    ],
  ];
  return [
    ...lines.map(([title, value]) => `${style('bold', `${title}:`)} ${visible(value)}`),
    ...section('LABEL', cluster.labels.map(factRow), style),
    ...section('CLAIM', cluster.claims.map(factRow), style),
    ...(taints.length === 0 ? [] : ['', ...tableLines(['TAINT', 'ADDED', 'FROM'], taints, style)]),
    ...(placements.length === 0 ? [] : ['', ...tableLines(['PLACEMENT', '', 'WHY'], placements, style)]),
  ];
}

function section(title: string, rows: readonly (readonly string[])[], style: Style): readonly string[] {
  return rows.length === 0 ? [] : ['', ...tableLines([title, 'VALUE', 'FROM'], rows, style)];
}

function factRow({ key, value, position }: Fact): readonly string[] {
  return [key, value, place(position)];
}

function place(position: SourcePosition | null): string {
  return position === null ? '-' : formatPosition(position);
}
