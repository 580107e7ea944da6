import type { FrameworkReport, Report, Share } from '../../../../model/report.ts';
import { count, number, percent } from '../words.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';
import { stateBar, stateLegend } from './state-bar.ts';

/** One card for each framework: the six-state bar and compliance with and without exceptions. */
export function frameworks(report: Report): Markup {
  return html`<section aria-labelledby="frameworks">
    <h2 id="frameworks">Frameworks</h2>
    <p class="lead">
      Every control on every cluster in scope counts once. Maps to these frameworks; certifies nothing.
    </p>
    ${report.frameworks.length === 0 ? html`<p class="card">The rule book of this run holds no control catalogue.</p>` : null}
    ${report.frameworks.map((framework, index) => card(framework, index))}
  </section>`;
}

function card(framework: FrameworkReport, index: number): Markup {
  const { title, version, compliance, states, controls, failingControls } = framework;
  const fail = `${number(failingControls)} of ${count(controls.length, 'control')} fail.`;
  return html`<article class="card framework">
    <div class="row">
      <h3><a href="#framework-${index}">${title}</a> <small>${version}</small></h3>
      <dl class="figures">
        ${figure('with exceptions', compliance.withExceptions)}
        ${figure('without exceptions', compliance.withoutExceptions)}
        ${figure('coverage', compliance.coverage)}
      </dl>
    </div>
    ${stateBar(states)}
    <div class="row">
      ${stateLegend(states)}
      <p class="muted">${failingControls === 0 ? 'No control fails.' : fail}${change(framework)}</p>
    </div>
  </article>`;
}

function figure(label: string, share: Share): Markup {
  return html`<div>
    <dt>${label}</dt>
    <dd>${percent(share)}<small>${number(share.part)} of ${number(share.whole)}</small></dd>
  </div>`;
}

/** Nothing when there is nothing to compare with, or nothing changed. */
function change({ previous, states }: FrameworkReport): string {
  const difference = states.fail - (previous?.states.fail ?? states.fail);
  if (difference === 0) return '';
  return ` ${number(Math.abs(difference))} ${difference > 0 ? 'more' : 'fewer'} failures than in the run before.`;
}
