import type { FindingState } from '../../../../model/finding.ts';
import { findingStates } from '../../../../model/finding.ts';
import type { StateCounts } from '../../../../model/report.ts';
import { number, stateWords } from '../words.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';

const width = 1000;
/** A single failure among ten thousand passes still has to be seen. */
const narrowest = 8;

/** The six states as one bar; what it says is in its label, so the colours repeat what the words say. */
export function stateBar(counts: StateCounts, size: 'wide' | 'small' = 'wide'): Markup {
  const parts = findingStates.map((state) => ({ name: state, count: counts[state] }));
  return bar(
    parts,
    findingStates.map((state) => `${stateWords[state]} ${number(counts[state])}`).join(', '),
    size,
  );
}

/** Any proportions as a bar; `name` is the class that colours a part. */
export function bar(
  parts: readonly { readonly name: string; readonly count: number }[],
  label: string,
  size: 'wide' | 'small',
): Markup {
  let x = 0;
  const segments = widths(parts.map((part) => part.count)).map((w, index) => {
    const segment =
      w === 0 ? null : html`<rect class="${parts[index]?.name ?? ''}" x="${x}" width="${w}" height="10" />`;
    x = round(x + w);
    return segment;
  });
  return html`<svg
    class="bar ${size}"
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${width} 10"
    preserveAspectRatio="none"
  >
    ${segments}
  </svg>`;
}

/** Every part that is there gets the narrowest width, and the rest is shared out in proportion. */
function widths(counts: readonly number[]): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const room = width - narrowest * counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : round(narrowest + (room * count) / total)));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The counts in words: all six, zeros too, so that none seems forgotten. */
export function stateLegend(counts: StateCounts): Markup {
  return html`<ul class="legend">
    ${findingStates.map(
      (state) =>
        html`<li class="${counts[state] === 0 ? 'zero' : ''}">
          ${stateIcon(state)}<b>${number(counts[state])}</b> ${stateWords[state]}
        </li>`,
    )}
  </ul>`;
}

/** The states that are there, in one line: `2 fail, 1 excepted, 30 pass`. */
export function stateLine(counts: StateCounts): string {
  const order: readonly FindingState[] = [
    'fail',
    'notEvaluated',
    'excepted',
    'manual',
    'pass',
    'notApplicable',
  ];
  const present = order.filter((state) => counts[state] > 0);
  return (
    present.map((state) => `${number(counts[state])} ${stateWords[state].toLowerCase()}`).join(', ') || 'none'
  );
}

/** A shape of its own for each state: colour is never the only sign. */
export function stateIcon(state: FindingState): Markup {
  return html`<svg class="icon ${state}" aria-hidden="true"><use href="#icon-${state}" /></svg>`;
}

export function stateTag(state: FindingState): Markup {
  return html`<span class="state ${state}">${stateIcon(state)}${stateWords[state]}</span>`;
}

/** The shapes that `stateIcon` refers to; once a page. */
export const iconShapes = html`<svg class="shapes" aria-hidden="true" width="0" height="0">
  <symbol id="icon-pass" viewBox="0 0 16 16">
    <circle cx="8" cy="8" r="7" />
    <path class="cut" d="m4.8 8.2 2.2 2.2 4.3-4.6" />
  </symbol>
  <symbol id="icon-fail" viewBox="0 0 16 16">
    <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />
    <path class="cut" d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" />
  </symbol>
  <symbol id="icon-excepted" viewBox="0 0 16 16">
    <path d="M8 .8 14.4 3v5.2c0 3.4-2.7 5.8-6.4 7-3.7-1.2-6.4-3.6-6.4-7V3z" />
    <path class="cut" d="M5 8h6" />
  </symbol>
  <symbol id="icon-manual" viewBox="0 0 16 16">
    <circle cx="8" cy="4.4" r="3.4" />
    <path d="M1.6 15c0-3.6 2.6-6 6.4-6s6.4 2.4 6.4 6z" />
  </symbol>
  <symbol id="icon-notEvaluated" viewBox="0 0 16 16">
    <path d="M8 .8 15.2 8 8 15.2.8 8z" />
    <path class="cut" d="M6.2 6.3c.1-1 .8-1.6 1.8-1.6s1.8.6 1.8 1.6c0 1.3-1.8 1.3-1.8 2.7m0 1.4v1.2" />
  </symbol>
  <symbol id="icon-notApplicable" viewBox="0 0 16 16">
    <circle class="ring" cx="8" cy="8" r="6" />
    <path class="ring" d="M4.6 8h6.8" />
  </symbol>
</svg>`;
