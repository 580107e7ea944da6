import type { FrameworkReport, Report } from '../../../../model/report.ts';
import { count, number, percent } from '../words.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
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
  const { compliance, states, controls, failingControls } = framework;
  const { withExceptions, withoutExceptions, coverage } = compliance;
  return html`<article class="card framework">
    <div class="row">
      <h3><a href="#framework-${index}">${framework.title}</a> <small>${framework.version}</small></h3>
      <dl class="figures">
        <div>
          <dt>with exceptions</dt>
          <dd>
            ${percent(withExceptions)}<small
              >${number(withExceptions.part)} of ${number(withExceptions.whole)} judged</small
            >
          </dd>
        </div>
        <div>
          <dt>without exceptions</dt>
          <dd>
            ${percent(withoutExceptions)}<small
              >${number(withoutExceptions.part)} of ${number(withoutExceptions.whole)} judged</small
            >
          </dd>
        </div>
        <div>
          <dt>coverage</dt>
          <dd>
            ${percent(coverage)}<small
              >${number(coverage.part)} of ${number(coverage.whole)} applicable</small
            >
          </dd>
        </div>
      </dl>
    </div>
    ${stateBar(states)}${stateLegend(states)}
    <p class="aside">
      ${failingControls === 0 ? 'No control fails' : `${number(failingControls)} of ${count(controls.length, 'control')} fail on at least one cluster`}.${change(framework)}
    </p>
  </article>`;
}

function change({ previous, states }: FrameworkReport): string {
  if (previous === null) return '';
  const difference = states.fail - previous.states.fail;
  const run = `the run before (${previous.run})`;
  if (difference === 0) return ` As many failures as in ${run}.`;
  return ` ${number(Math.abs(difference))} ${difference > 0 ? 'more' : 'fewer'} failures than in ${run}.`;
}
