import type { ChangeAction } from '../model/plan.ts';
import type { ChangeGroup, FileDiff, PlanResult } from '../pipeline/plan.ts';
import { visible } from '../runtime/visible.ts';
import { noticeLines } from './notices.ts';
import {
  blockedTogether,
  clusterList,
  findingText,
  isCounted,
  manifestCounts,
  planCounts,
} from './plan-parts.ts';
import { diffLine } from './present-diff.ts';
import { rolloutLines } from './rollout-lines.ts';
import { fileSigns } from './file-signs.ts';
import type { Style } from './style.ts';

type Format = Parameters<Style>[0];

/** How much of a plan is shown. */
export interface PlanExtent {
  /** The changed lines of files. */
  readonly diff: boolean;
  /** Everything, however long it is. */
  readonly full: boolean;
}

/** Unless everything is asked for: what a terminal or the log of a pipeline can still be read with. */
const most = { groups: 100, files: 50, lines: 200, findings: 20 } as const;

const signs: Readonly<Record<ChangeAction, readonly [string, Format]>> = {
  unchanged: ['=', 'dim'],
  keep: ['o', 'dim'],
  pending: ['.', 'dim'],
  create: ['+', 'green'],
  update: ['~', 'yellow'],
  remove: ['-', 'red'],
  blocked: ['!', 'red'],
};

/** A plan for people: what is blocked and removed first, clusters that change alike together, the key line last. */
export function planLines(
  { document, fleet, groups }: PlanResult,
  extent: PlanExtent,
  style: Style,
): readonly string[] {
  const { changes } = document;
  const head = (action: ChangeAction, clusters: readonly string[]): string => {
    const [sign, colour] = signs[action];
    return `${style(colour, `${sign} ${action.padEnd(9)}`)} ${clusterList(clusters)}`;
  };
  const limit = extent.full ? Infinity : most.groups;
  const lines = [
    ...blockedTogether(changes).flatMap(({ message, clusters }) => [
      head('blocked', clusters),
      `    ${visible(message)}`,
    ]),
    ...groups
      .slice(0, limit)
      .flatMap((group) => [head(group.action, group.clusters), ...groupLines(group, extent, style)]),
    ...andMore(groups.length, limit, 'groups of changes'),
    ...(['keep', 'pending', 'unchanged'] as const).flatMap((action) => {
      const clusters = changes.filter((change) => change.action === action).map(({ cluster }) => cluster);
      return clusters.length === 0 ? [] : [head(action, clusters)];
    }),
  ];
  if (lines.length === 0) lines.push('No placement selects a cluster: there is nothing to deliver.');
  lines.push(
    '',
    ...findingLines(document.newFindings, extent, style),
    ...rolloutLines(document.rollouts, style),
    ...noticeLines(fleet, document.unusedExceptions, style),
  );
  return [...lines, `${style('bold', 'Plan:')} ${planCounts(document)}.`];
}

/** Of branches that come or go only how many files each baseline has; the files of an update one by one. */
function groupLines({ action, files }: ChangeGroup, extent: PlanExtent, style: Style): readonly string[] {
  if (isCounted({ action, files })) return [style('dim', `    ${visible(manifestCounts(files))}`)];
  const limit = extent.full ? Infinity : most.files;
  return [
    ...files.slice(0, limit).flatMap((file) => fileLines(file, extent, style)),
    ...andMore(files.length, limit, 'files').map((line) => `    ${line}`),
  ];
}

function fileLines(
  { path, change, lines, note }: FileDiff,
  { diff, full }: PlanExtent,
  style: Style,
): readonly string[] {
  const [sign, colour] = fileSigns[change];
  const name = `    ${style(colour, sign)} ${visible(path)}${note === '' ? '' : style('dim', visible(` (${note})`))}`;
  if (!diff) return [name];
  const limit = full ? Infinity : most.lines;
  return [
    name,
    ...lines.slice(0, limit).map((line) => `      ${diffLine(line, style)}`),
    ...andMore(lines.length, limit, 'lines').map((line) => `      ${line}`),
  ];
}

function findingLines(
  findings: PlanResult['document']['newFindings'],
  { full }: PlanExtent,
  style: Style,
): readonly string[] {
  const limit = full ? Infinity : most.findings;
  return [
    ...findings
      .slice(0, limit)
      .flatMap((finding) => [
        `${style('yellow', 'new finding:')} ${visible(findingText(finding))}`,
        `    ${clusterList(finding.clusters)}`,
      ]),
    ...andMore(findings.length, limit, 'new findings'),
  ];
}

function andMore(count: number, limit: number, what: string): readonly string[] {
  return count <= limit ? [] : [`… and ${count - limit} more ${what}; --full shows all`];
}
