import type { ExceptionReport, Report } from '../../../../model/report.ts';
import { headline } from '../headline.ts';
import { count, moment, number } from '../words.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';
import { bar, stateBar, stateIcon, stateLegend } from './state-bar.ts';

/** The top of the page: what the report speaks of and what it comes to. */
export function pageHeader(report: Report): Markup {
  const { scope, integrity } = report;
  const { verdict, rest, clean } = headline(report);
  return html`<header class="top">
    <div class="wrap">
      <p class="eyebrow">Security baseline report</p>
      <h1>${scope.fleet}</h1>
      <p class="verdict">
        ${stateIcon(clean ? 'pass' : 'fail')}<span><strong>${verdict}</strong> ${rest}</span>
      </p>
      <dl class="scope">
        ${fact('As of', time(scope.asOf))}
        ${fact('Run', html`${scope.run.id}<small>finished ${time(scope.run.finishedAt)}</small>`)}
        ${fact('Frameworks', scope.frameworks === null ? 'all of the rule book' : scope.frameworks.join(', '))}
        ${fact('Made by', `${scope.tool.name} ${scope.tool.version}`)}
        ${fact('Policy repository', html`${scope.source.repository}<small>${scope.source.ref} at <code>${scope.source.commit ?? 'a work tree'}</code></small>`, 'two')}
        ${fact('Fleet repository', html`${scope.repository}<small>ledger at <code>${integrity.ledgerCommit}</code></small>`, 'two')}
      </dl>
    </div>
  </header>`;
}

function fact(term: string, value: Markup | string, width: 'one' | 'two' = 'one'): Markup {
  return html`<div class="${width}">
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`;
}

function time(value: string): Markup {
  return html`<time datetime="${value}">${moment(value)}</time>`;
}

/** Population, findings and exceptions, side by side. */
export function glance(report: Report): Markup {
  const { population, summary, exceptions } = report;
  const is = (status: ExceptionReport['status']) =>
    exceptions.filter((exception) => exception.status === status).length;
  const unused = exceptions.filter((exception) => exception.unused).length;
  const parts = [
    { name: 'evaluated', count: population.evaluated },
    { name: 'noData', count: population.noData },
    { name: 'excluded', count: population.excluded },
  ];
  const sum = `${number(population.evaluated)} evaluated + ${number(population.noData)} no data + ${number(population.excluded)} excluded`;
  return html`<section class="tiles" aria-label="At a glance">
    <div class="card">
      <h2>Clusters</h2>
      <p class="figure">${number(population.inScope)}<span> in scope</span></p>
      ${bar(parts, sum, 'wide')}
      <ul class="legend">
        ${parts.map(
          ({ name, count: value }) =>
            html`<li class="${value === 0 ? 'zero' : ''}">
              <span class="dot ${name}"></span><b>${number(value)}</b> ${populationLabel(name)}
            </li>`,
        )}
      </ul>
      <p class="aside">In scope = evaluated + no data + excluded. <a href="#clusters">All clusters</a></p>
    </div>
    <div class="card">
      <h2>Findings</h2>
      <p class="figure">${number(summary.findings.fail)}<span> failing</span></p>
      ${stateBar(summary.findings)}${stateLegend(summary.findings)}
      <p class="aside">
        On ${count(summary.failingClusters, 'cluster')}. <a href="#findings">All findings</a>
      </p>
    </div>
    <div class="card">
      <h2>Exceptions</h2>
      <p class="figure">${number(is('active') + is('expiring'))}<span> in force</span></p>
      <ul class="plain">
        <li><b>${number(is('expiring'))}</b> expire within 30 days</li>
        <li><b>${number(is('pending'))}</b> not yet in force</li>
        <li><b>${number(is('expired'))}</b> expired</li>
        <li><b>${number(unused)}</b> unused: nothing is excepted because of them</li>
      </ul>
      <p class="aside"><a href="#exceptions">All exceptions</a></p>
    </div>
  </section>`;
}

function populationLabel(name: string): string {
  return name === 'noData' ? 'no data' : name;
}

/** Sentences that a reader must see before the figures; nothing when there are none. */
export function notes(report: Report): Markup | null {
  if (report.notes.length === 0) return null;
  return html`<section class="card notes" aria-labelledby="notes">
    <h2 id="notes">Before you read on</h2>
    <ul>
      ${report.notes.map((note) => html`<li>${note}</li>`)}
    </ul>
  </section>`;
}
