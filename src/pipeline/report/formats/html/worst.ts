import type { Report, WorstCluster } from '../../../../model/report.ts';
import { count, number } from '../words.ts';
import type { Anchors } from './anchors.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';
import { table } from './table.ts';

/** The controls that fail on most clusters, and the clusters that fail worst. */
export function worst(report: Report, anchors: Anchors): Markup {
  return html`<section class="pair">
    <div class="card" role="group" aria-labelledby="worst-controls">
      <h2 id="worst-controls">Worst controls</h2>
      ${worstControls(report, anchors)}
    </div>
    <div class="card" role="group" aria-labelledby="worst-clusters">
      <h2 id="worst-clusters">Worst clusters</h2>
      ${worstClusters(report, anchors)}
    </div>
  </section>`;
}

function worstControls(
  { worst: { controls, failingControls }, frameworks }: Report,
  anchors: Anchors,
): Markup {
  if (controls.length === 0) return html`<p>No control fails.</p>`;
  const title = new Map(frameworks.map((framework) => [framework.name, framework.title]));
  return html`${table(
    'Controls by failing clusters',
    [{ title: 'Control' }, { title: 'Clusters', numeric: true }, { title: 'Objects', numeric: true }],
    controls.map((control) => [
      html`${anchors.control(control.framework, control.id)} ${control.title}<small
          >${title.get(control.framework) ?? ''}</small
        >`,
      number(control.failingClusters),
      number(control.failingObjects),
    ]),
  )}${rest(failingControls - controls.length, 'failing control')}`;
}

function worstClusters({ worst: { clusters, failingClusters } }: Report, anchors: Anchors): Markup {
  if (clusters.length === 0) return html`<p>No cluster has a failing finding.</p>`;
  return html`${table(
    'Clusters by failing findings, the most severe first',
    [{ title: 'Cluster' }, { title: 'Failing findings' }, { title: 'In all', numeric: true }],
    clusters.map((cluster) => [anchors.cluster(cluster.name), severityTags(cluster), number(cluster.total)]),
  )}${rest(failingClusters - clusters.length, 'failing cluster')}`;
}

function severityTags({ failing }: WorstCluster): Markup {
  const order = ['unknown', 'critical', 'high', 'medium', 'low'] as const;
  return html`${order
    .filter((severity) => failing[severity] > 0)
    .map(
      (severity) => html`<span class="severity ${severity}">${number(failing[severity])} ${severity}</span> `,
    )}`;
}

function rest(more: number, what: string): Markup | null {
  return more > 0 ? html`<p class="aside">And ${count(more, `more ${what}`)}, listed below.</p>` : null;
}
