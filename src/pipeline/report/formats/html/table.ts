import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly numeric?: boolean;
}

/**
 * A table with caption and column headings; the first cell of a row is its heading. It scrolls sideways in a region
 * of its own that the keyboard reaches, so that a phone never scrolls the page.
 */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  /** `hidden` where the heading above says the same: it stays for screen readers. */
  captionIs: 'shown' | 'hidden' = 'shown',
): Markup {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table class="caption-${captionIs}">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="${column.numeric ? 'number' : ''}">${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, index) => tableCell(cell, index, columns[index]))}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

export type Cell = string | number | Markup;

function tableCell(cell: Cell, index: number, column: Column | undefined): Markup {
  if (index === 0) return html`<th scope="row">${cell}</th>`;
  return column?.numeric ? html`<td class="number">${cell}</td>` : html`<td>${cell}</td>`;
}
