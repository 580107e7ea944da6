import type { Report } from '../../../../model/report.ts';
import { count } from '../words.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';

/** What the report rests on, with commands that check it without mcp. */
export function integrity({ integrity: facts }: Report): Markup {
  return html`<section class="card integrity" aria-labelledby="integrity">
    <h2 id="integrity">Check it yourself</h2>
    <p class="lead">Everything here follows from git commits. None of these commands needs mcp.</p>
    <dl class="facts">
      <div>
        <dt>Ledger commit</dt>
        <dd class="mono">${facts.ledgerCommit}</dd>
      </div>
      <div>
        <dt>Source commit</dt>
        <dd class="mono">${facts.source.commit ?? 'none: a work tree'}</dd>
      </div>
      <div>
        <dt>Rule book, SHA-256</dt>
        <dd class="mono">${facts.ruleBook}</dd>
      </div>
      <div>
        <dt>Records</dt>
        <dd>${count(facts.branches, 'branch tip')}, ${count(facts.evaluations, 'distinct evaluation')}</dd>
      </div>
    </dl>
    <ol class="checks">
      ${facts.checks.map(
        (check) =>
          html`<li>
            <p>${check.claim}</p>
            <pre tabindex="0"><code>${check.command}</code></pre>
            ${
              check.expected === ''
                ? null
                : html`<p class="expected">prints <code>${check.expected}</code></p>`
            }
          </li>`,
      )}
    </ol>
  </section>`;
}
