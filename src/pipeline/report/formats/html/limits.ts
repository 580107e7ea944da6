import { number } from '../words.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';

/**
 * How many of something the page shows in one place. A page about thousands of clusters has to open at once; what is
 * left out is counted where it is left out, and stands in the JSON report.
 */
export const limits = {
  /** Findings with their evidence, the worst first. */
  findings: 400,
  /** Groups of clusters under one control, the worst first. */
  groups: 12,
  /** Findings of one group under one control. */
  objects: 4,
  /** Clusters named one by one in running text. */
  names: 8,
  /** Branch tips under one finding. */
  tips: 12,
} as const;

/** `And 12 more findings, in the JSON report.`; nothing when there are no more. */
export function andMore(
  total: number,
  shown: number,
  one: string,
  where = 'in the JSON report',
): Markup | null {
  const more = total - shown;
  if (more <= 0) return null;
  return html`<p class="aside">And ${number(more)} more ${more === 1 ? one : `${one}s`}, ${where}.</p>`;
}
