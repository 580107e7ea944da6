import { visible } from '../runtime/visible.ts';
import type { Style } from './style.ts';

/** A plain table: columns as wide as their widest cell, two blanks between them, no trailing blanks. */
export function tableLines(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): readonly string[] {
  const cells = rows.map((row) => row.map(visible));
  const widths = header.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [style('bold', line(header)), ...cells.map(line)];
}
