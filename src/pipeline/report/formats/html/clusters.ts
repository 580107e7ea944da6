import type { ClusterReport, EvaluationReport, LeftCluster, Report } from '../../../../model/report.ts';
import { count, number, outcomeWords, populationWords } from '../words.ts';
import type { Anchors } from './anchors.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';
import { stateBar, stateLine } from './state-bar.ts';
import type { Cell, Column } from './table.ts';
import { table } from './table.ts';

const columns: readonly Column[] = [
  { title: 'Cluster' },
  { title: 'State' },
  { title: 'Findings' },
  { title: 'Baselines' },
  { title: 'Delivery' },
  { title: 'Branch and tip' },
];

const leftColumns: readonly Column[] = [
  { title: 'Cluster' },
  { title: 'Delivery' },
  { title: 'Branch and tip' },
];

/** The population: every cluster of the inventory, then those that left it, then the groups whose findings are equal. */
export function clusters({ population, leftInventory, evaluations }: Report, anchors: Anchors): Markup {
  const states = new Map(evaluations.map((evaluation) => [evaluation.digest, stateLine(evaluation.states)]));
  const { inScope, evaluated, noData, excluded } = population;
  const rows = population.clusters.map((cluster) => row(cluster, states, anchors));
  return html`<section aria-labelledby="clusters">
    <h2 id="clusters">Clusters</h2>
    <p class="lead">
      ${number(inScope)} in scope = ${number(evaluated)} evaluated + ${number(noData)} no data +
      ${number(excluded)} excluded.
    </p>
    <div class="card">${table('Every cluster of the inventory', columns, rows, 'hidden')}</div>
    ${left(leftInventory)}
    <h3 class="group">Groups with equal findings</h3>
    <div class="card list">${evaluations.map((evaluation) => group(evaluation, anchors))}</div>
  </section>`;
}

function row(cluster: ClusterReport, states: ReadonlyMap<string, string>, anchors: Anchors): readonly Cell[] {
  const { name, state, evaluation, baselines, outcome, reason, message } = cluster;
  return [
    html`<span id="${anchors.clusterId(name)}">${name}</span>`,
    html`<span class="dot ${state}"></span
      >${populationWords[state]}${note(reason)}${note(reachability(cluster))}`,
    state !== 'evaluated' || evaluation === null
      ? 'none'
      : html`${states.get(evaluation) ?? ''}<small>${anchors.evaluation(evaluation)}</small>`,
    baselines.join(', ') || 'none',
    delivery(outcome, message === reason ? '' : message),
    branch(cluster),
  ];
}

function reachability({ availability, notSeenSince }: ClusterReport): string {
  if (notSeenSince !== null) return `Not seen since ${notSeenSince}.`;
  if (availability === 'available') return '';
  return availability === 'unavailable'
    ? 'The hub cannot reach it.'
    : 'The hub does not say whether it reaches it.';
}

function note(text: string): Markup | null {
  return text === '' ? null : html`<small>${text}</small>`;
}

function delivery(outcome: ClusterReport['outcome'], message: string): Markup {
  return html`${outcomeWords[outcome]}${note(message)}`;
}

function branch({ branch: name, tip }: Pick<ClusterReport, 'branch' | 'tip'>): Markup {
  if (tip === null) return html`no branch`;
  return html`${name}<small><code>${tip.slice(0, 12)}</code></small>`;
}

function left(gone: readonly LeftCluster[]): Markup | null {
  if (gone.length === 0) return null;
  const rows = gone.map((cluster) => [
    cluster.name,
    delivery(cluster.outcome, cluster.message),
    branch(cluster),
  ]);
  return html`<h3 class="group">Left the inventory</h3>
    <p class="lead">They are not in scope: nothing was evaluated for them.</p>
    <div class="card">${table('Clusters that left the inventory', leftColumns, rows, 'hidden')}</div>`;
}

function group({ digest, clusters: names, states }: EvaluationReport, anchors: Anchors): Markup {
  return html`<details id="${anchors.evaluationId(digest)}">
    <summary>
      <span class="id">${digest.slice(0, 12)}</span><span class="name">${count(names.length, 'cluster')}</span
      ><span class="counts">${stateLine(states)}</span>${stateBar(states, 'small')}
    </summary>
    <div class="body">
      <p class="muted">Evaluation <code>${digest}</code></p>
      <p>${names.map((name, index) => html`${index === 0 ? '' : ', '}${anchors.cluster(name)}`)}</p>
    </div>
  </details>`;
}
