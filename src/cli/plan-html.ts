import type { ChangeGroup, FileDiff, PlanResult } from '../pipeline/plan.ts';
import { html } from '../runtime/markup.ts';
import type { Markup } from '../runtime/markup.ts';
import { pageStyle } from '../runtime/page-style.ts';
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
import { planStyleSheet } from './plan-style-sheet.ts';
import { rolloutLines } from './rollout-lines.ts';

/** Lines of a file, and groups, that a browser still opens at once. */
const most = { lines: 2000, groups: 500, items: 500 } as const;

/**
 * A plan as one page: no script, nothing from the network, every text of others escaped; the content security policy allows
 * the page's own style sheet alone.
 */
export function planAsHtml({ document, fleet, groups }: PlanResult): string {
  const { changes, newFindings, rollouts, unusedExceptions, source, createdAt } = document;
  const { policy, style } = pageStyle(planStyleSheet);
  const title = `Plan of ${document.fleet}: ${planCounts(document)}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        ${policy}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p class="muted">
            Policy repository at ${source.commit ?? 'a work tree'}, fleet repository ${document.repository},
            made ${createdAt}
          </p>
          ${list('Blocked', blockedTogether(changes), ({ message, clusters }) => html`<li><strong>${clusterList(clusters)}</strong>: ${message}</li>`)}
          ${section(
            'Removals',
            groups.filter(({ action }) => action === 'remove'),
          )}
          ${list('New findings', newFindings, (finding) => html`<li>${findingText(finding)} <span class="muted">${clusterList(finding.clusters)}</span></li>`)}
          ${section(
            'Changes',
            groups.filter(({ action }) => action !== 'remove'),
          )}
          ${block('Waves', rolloutLines(rollouts, plainStyle))}
          ${block('Notices', noticeLines(fleet, unusedExceptions, plainStyle))}
        </main>
      </body>
    </html>`.text.concat('\n');
}

function list<Item>(title: string, items: readonly Item[], line: (item: Item) => Markup): Markup | null {
  if (items.length === 0) return null;
  const more = items.length - most.items;
  return html`<h2>${title}</h2>
    <ul>
      ${items.slice(0, most.items).map(line)} ${more > 0 ? html`<li>and ${more} more</li>` : null}
    </ul>`;
}

function section(title: string, groups: readonly ChangeGroup[]): Markup | null {
  if (groups.length === 0) return null;
  const more = groups.length - most.groups;
  return html`<h2>${title}</h2>
    ${groups.slice(0, most.groups).map(groupOf)}
    ${more > 0 ? html`<p>and ${more} more groups: mcp policy plan --diff --full shows all</p>` : null}`;
}

function groupOf({ action, clusters, files }: ChangeGroup): Markup {
  const body = isCounted({ action, files }) ? [span('', manifestCounts(files))] : files.flatMap(fileLines);
  return html`<details>
    <summary>${action} ${clusterList(clusters)}</summary>
    <pre tabindex="0">${body}</pre>
  </details>`;
}

function fileLines({ path, change, lines, note }: FileDiff): readonly Markup[] {
  const more = lines.length - most.lines;
  return [
    span('file', `${change} ${path}${note === '' ? '' : ` (${note})`}`),
    ...lines.slice(0, most.lines).map((line) => span(classOf(line), line)),
    ...(more > 0 ? [span('', `… and ${more} more lines`)] : []),
  ];
}

function span(kind: string, line: string): Markup {
  return html`<span class="${kind}">${line}</span>`;
}

function classOf(line: string): string {
  if (line.startsWith('@@')) return 'hunk';
  if (line.startsWith('+')) return 'add';
  return line.startsWith('-') ? 'remove' : '';
}

function block(title: string, lines: readonly string[]): Markup | null {
  if (lines.length === 0) return null;
  return html`<h2>${title}</h2>
    <pre tabindex="0">${lines.map((line) => span('', line))}</pre>`;
}
