import { findingStates } from '../../../../model/finding.ts';
import type { FindingState } from '../../../../model/finding.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';
import { stateTag } from './state-bar.ts';

const meaning: Readonly<Record<FindingState, string>> = {
  pass: 'The policy looked and found nothing wrong.',
  fail: 'The policy found a deviation that nobody approved.',
  excepted: 'The policy found a deviation that an exception in force covers.',
  manual: 'A person has to judge it; no policy can.',
  notEvaluated: 'Nobody looked: no data, no policy, or the policy itself failed.',
  notApplicable: 'The policy looked and found nothing that it applies to.',
};

/** How the figures come about, for whoever has to defend them. */
export function method(): Markup {
  return html`<section class="card" aria-labelledby="method">
    <h2 id="method">How the figures come about</h2>
    <dl class="states">
      ${findingStates.map(
        (state) =>
          html`<div>
            <dt>${stateTag(state)}</dt>
            <dd>${meaning[state]}</dd>
          </div>`,
      )}
    </dl>
    <ul class="rules">
      <li>
        The six states are never merged. Where several bear on one control or object, the first of these
        decides: fail, not evaluated, manual, excepted, pass, not applicable.
      </li>
      <li>
        A manual control stays manual when its policies pass: they can find it failing, never settle it. A
        control out of reach stays not evaluated in the same way.
      </li>
      <li>An automated control without any finding is not evaluated. Missing evidence is never a pass.</li>
      <li>
        A cluster without data is not evaluated under every control. An excluded cluster counts under none.
      </li>
      <li>
        Compliance with exceptions = (pass + excepted) / (pass + excepted + fail); without exceptions = pass /
        (pass + excepted + fail). Coverage = (pass + excepted + fail) / (all but not applicable).
      </li>
      <li>Percentages are cut off, never rounded up: 100% means all.</li>
      <li>
        The findings of a change that was held back tell of the manifests that were not delivered; the cluster
        keeps what its branch held before.
      </li>
    </ul>
  </section>`;
}
