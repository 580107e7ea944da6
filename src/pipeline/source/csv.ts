import { McpError } from '../../model/error.ts';
import type { SourcePosition } from '../../model/position.ts';
import { LineIndex } from '../../yaml/line-index.ts';

/** A cell with the place where it begins. */
export interface Cell {
  readonly text: string;
  readonly position: SourcePosition;
}

/** Text without quotes, and what ends a cell. */
const plainCell = /[^",\r\n]*/y;
const cellEnd = /,|\r\n|\n|\r|$/y;

/**
 * The rows of comma-separated values (RFC 4180; LF and CR end a line too), without the empty ones.
 *
 * @throws McpError INVENTORY_FAILED for a quote inside an unquoted cell, text after a quoted one, and one that never ends.
 */
export function parseCsv(text: string, file: string): readonly (readonly Cell[])[] {
  const lines = new LineIndex(text, file);
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let next = 0;
  while (next < text.length || row.length > 0) {
    const position = lines.positionAt(next);
    const end =
      text[next] === '"' ? quotedEnd(text, next) : next + (matchAt(plainCell, text, next)?.length ?? 0);
    const ending = matchAt(cellEnd, text, end);
    if (ending === undefined) {
      throw new McpError('INVENTORY_FAILED', 'The quotes of this cell are not those of CSV.', {
        position,
        hint: 'Put the whole cell in double quotes, and write a quote inside it twice.',
      });
    }
    const written = text.slice(next, end);
    row.push({
      text: written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.trim(),
      position,
    });
    next = end + ending.length;
    if (ending === ',') continue;
    if (row.some((cell) => cell.text !== '')) rows.push(row);
    row = [];
  }
  return rows;
}

/** Where the quoted cell that begins at `start` ends; `start` itself, when it does not. */
function quotedEnd(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  return quote < 0 ? start : quote + 1;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
