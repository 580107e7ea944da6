import type { ChangeGroup, FileDiff, PlanResult } from '../pipeline/plan.ts';
import { text } from '../runtime/markdown-text.ts';
import { html } from '../runtime/markup.ts';
import { visible } from '../runtime/visible.ts';
import { fileSigns } from './file-signs.ts';
import { plainStyle } from './style.ts';
import { noticeLines } from './notices.ts';
import {
  blockedTogether,
  clusterList,
  findingText,
  isCounted,
  manifestCounts,
  planCounts,
} from './plan-parts.ts';
import { rolloutLines } from './rollout-lines.ts';

/** GitHub's limit for a comment is 65,536 characters; GitLab's is a million. */
const mostCharacters = 65_000;
/** For what is said at the end of what did not fit. */
const reserve = 500;
const mostLines = 100;
const longestLine = 500;
const longestMessage = 1000;
const mostEach = 30;

/**
 * A plan as a comment on a pull request: folded diffs, cut where a comment ends, with a hidden first line that is the same
 * for all plans of a fleet, so that a pipeline finds its own comment again. Texts of others can neither end a fold nor a
 * code block, nor call anybody's attention.
 */
export function planAsMarkdown({ document, fleet, groups }: PlanResult): string {
  const { changes, newFindings, rollouts, unusedExceptions, source } = document;
  const commit = source.commit === null ? 'a work tree' : `\`${source.commit.slice(0, 12)}\``;
  const head = [
    `<!-- mcp-plan ${document.fleet.replace(/[^A-Za-z0-9.]+/gu, '_')} -->`,
    `### Plan: ${planCounts(document)}`,
    `Fleet ${text(document.fleet)}, policy repository at ${commit}.`,
  ];
  const waves = rolloutLines(rollouts, plainStyle);
  const notices = noticeLines(fleet, unusedExceptions, plainStyle);
  const sections = [
    list(
      'Blocked',
      blockedTogether(changes),
      ({ message, clusters }) => `${text(clusterList(clusters))}: ${text(cut(message, longestMessage))}`,
    ),
    ...groups.filter(({ action }) => action === 'remove').map(changeSection),
    list(
      'New findings',
      newFindings,
      (finding) =>
        `${text(cut(findingText(finding), longestMessage))} (${text(clusterList(finding.clusters))})`,
    ),
    ...groups.filter(({ action }) => action !== 'remove').map(changeSection),
    waves.length === 0 ? '' : fold('Waves', waves),
    notices.length === 0 ? '' : fold('Notices', notices),
  ].filter((section) => section !== '');

  let comment = head.join('\n\n');
  let left = 0;
  for (const section of sections) {
    if (comment.length + section.length + 2 > mostCharacters - reserve) left += 1;
    else comment += `\n\n${section}`;
  }
  if (left > 0)
    comment += `\n\n${left} more parts do not fit here: \`mcp policy plan --diff --full\` shows all.`;
  return `${comment}\n`;
}

function list<Item>(title: string, items: readonly Item[], line: (item: Item) => string): string {
  if (items.length === 0) return '';
  const more = items.length > mostEach ? [`- and ${items.length - mostEach} more`] : [];
  return [`#### ${title}`, '', ...items.slice(0, mostEach).map((item) => `- ${line(item)}`), ...more].join(
    '\n',
  );
}

const verbs = { create: '+ create', remove: '- remove' } as const;

function changeSection({ action, clusters, files }: ChangeGroup): string {
  const verb = action === 'create' || action === 'remove' ? verbs[action] : '~ update';
  const title = `${verb} ${clusterList(clusters)}`;
  if (isCounted({ action, files })) return fold(title, [manifestCounts(files)]);
  const shown = files.slice(0, mostEach).flatMap(fileLines);
  const more = files.length > mostEach ? [`and ${files.length - mostEach} more files`] : [];
  return fold(title, [...shown, ...more]);
}

function fileLines({ path, change, lines, note }: FileDiff): readonly string[] {
  const name = `${fileSigns[change][0]} ${path}${note === '' ? '' : ` (${note})`}`;
  const more = lines.length > mostLines ? [`… and ${lines.length - mostLines} more lines`] : [];
  return [name, ...lines.slice(0, mostLines), ...more];
}

/** In the summary HTML alone counts, in the code block nothing but a fence as long as its own. */
function fold(title: string, lines: readonly string[]): string {
  const body = lines.map((line) => cut(visible(line), longestLine));
  const runs = body.flatMap((line) => line.match(/`+/gu) ?? []);
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  const summary = html`<summary><code>${title}</code></summary>`.text;
  return ['<details>', summary, '', `${fence}diff`, ...body, fence, '', '</details>'].join('\n');
}

function cut(line: string, longest: number): string {
  return line.length <= longest ? line : `${line.slice(0, longest).toWellFormed()}…`;
}
