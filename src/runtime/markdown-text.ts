import { visible } from './visible.ts';

/** Ready Markdown, or a number. */
export type Cell = string | number;

/**
 * Text of others as text and nothing else: no markup, no HTML, no table cell of its own, no link that a host
 * would make of a bare address.
 */
export function text(value: string): string {
  return visible(value)
    .replace(/[\\`*_{}[\]<>#|~!&$@]/g, (character) => (character === '<' ? '&lt;' : `\\${character}`))
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww\./gi, (prefix) => `${prefix.slice(0, 3)}\\.`)
    .trim();
}

/** Text of others as a code span, also inside a table cell. */
export function code(value: string): string {
  const inner = visible(value).trim();
  if (inner === '') return '';
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const padding = inner.startsWith('`') || inner.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${inner.replaceAll('|', '\\|')}${padding}${fence}`;
}

/** A table; the columns from `numbersFrom` on stand at the right. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  numbersFrom = head.length,
): string {
  const line = (cells: readonly Cell[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, index) => (index < numbersFrom ? '---' : '---:'))),
    ...rows.map((row) => line(row)),
  ].join('\n');
}
