import type { Report } from '../../../model/report.ts';
import { anchorsOf } from './html/anchors.ts';
import { clusters } from './html/clusters.ts';
import { controls } from './html/controls.ts';
import { exceptions, expiringExceptions } from './html/exceptions.ts';
import { findings } from './html/findings.ts';
import { fleet } from './html/fleet.ts';
import { frameworks } from './html/frameworks.ts';
import { integrity } from './html/integrity.ts';
import { html } from '../../../runtime/markup.ts';
import { pageStyle } from '../../../runtime/page-style.ts';
import { method } from './html/method.ts';
import { iconShapes } from './html/state-bar.ts';
import { styleSheet } from './html/style-sheet.ts';
import { glance, notes, pageHeader } from './html/summary.ts';
import { worst } from './html/worst.ts';
import { moment } from './words.ts';

const sections = [
  ['frameworks', 'Frameworks'],
  ['expiring', 'Expiring exceptions'],
  ['worst-controls', 'Worst'],
  ['integrity', 'Check it yourself'],
  ['controls', 'Controls'],
  ['findings', 'Findings'],
  ['fleet', 'Fleet'],
  ['exceptions', 'Exceptions'],
  ['clusters', 'Clusters'],
  ['method', 'Method'],
] as const;

/**
 * The report as one page: no script, nothing from the network, every text of others escaped. The content security
 * policy allows the page's own style sheet by its digest and nothing else, should an escape ever be missed.
 */
export function reportAsHtml(report: Report): string {
  const { scope } = report;
  const anchors = anchorsOf(report);
  const { policy, style } = pageStyle(styleSheet);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        ${policy}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${scope.fleet}: security baseline report, ${moment(scope.asOf)}</title>
        ${style}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        ${iconShapes} ${pageHeader(report)}
        <nav aria-label="Sections">
          <div class="wrap">${sections.map(([id, title]) => html`<a href="#${id}">${title}</a> `)}</div>
        </nav>
        <main id="content" class="wrap" tabindex="-1">
          ${notes(report)} ${glance(report)} ${frameworks(report)} ${expiringExceptions(report, anchors)}
          ${worst(report, anchors)} ${integrity(report)} ${controls(report, anchors)}
          ${findings(report, anchors)} ${fleet(report, anchors)} ${exceptions(report, anchors)}
          ${clusters(report, anchors)} ${method()}
        </main>
        <footer class="wrap">
          <p>${scope.tool.name} ${scope.tool.version} · run ${scope.run.id} · as of ${moment(scope.asOf)}</p>
        </footer>
      </body>
    </html>`.text.concat('\n');
}
