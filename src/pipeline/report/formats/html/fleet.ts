import type { FleetFindingReport, Report } from '../../../../model/report.ts';
import { severityWord } from '../words.ts';
import type { Anchors } from './anchors.ts';
import { andMore, limits } from './limits.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';
import { stateLegend, stateTag } from './state-bar.ts';
import type { Cell } from './table.ts';
import { table } from './table.ts';

/** What policies say of all clusters together. */
export function fleet({ fleet: found }: Report, anchors: Anchors): Markup {
  return html`<section aria-labelledby="fleet">
    <h2 id="fleet">The fleet as a whole</h2>
    <p class="lead">
      What policies say of all clusters together, or of one beside the others. It holds back no change.
    </p>
    ${found === null ? html`<p class="card">No policy judged the fleet as a whole.</p>` : findings(found, anchors)}
  </section>`;
}

function findings(
  { evaluation, states, findings: all }: NonNullable<Report['fleet']>,
  anchors: Anchors,
): Markup {
  const rows = all.slice(0, limits.findings).map((finding) => row(finding, anchors));
  return html`<div class="card">
    ${stateLegend(states)}
    ${
      rows.length === 0
        ? null
        : table(
            'Findings about the fleet',
            [
              { title: 'Policy' },
              { title: 'State' },
              { title: 'Cluster' },
              { title: 'What' },
              { title: 'Evidence' },
            ],
            rows,
            'hidden',
          )
    }
    ${andMore(all.length, limits.findings, 'finding')}
    <p class="aside">Evaluation <code>${evaluation}</code></p>
  </div>`;
}

function row(finding: FleetFindingReport, anchors: Anchors): readonly Cell[] {
  const { policy, severity, state, cluster, message, fix, exception, id } = finding;
  return [
    html`${policy}<small>${severityWord(severity)}</small>`,
    html`${stateTag(state)}${exception === null ? null : html`<small>${anchors.exception(exception)}</small>`}`,
    cluster === null ? 'all' : anchors.cluster(cluster),
    html`${message}${fix === '' ? null : html`<small>${fix}</small>`}`,
    html`<span class="mono">${id}</span>`,
  ];
}
