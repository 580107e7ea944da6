import { McpError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { parseCsv, type Cell } from './csv.ts';

const claimPrefix = 'claim:';

/**
 * A table of clusters as the plain list that YAML would say (`clusters: [{name, labels, claims, taints}]`). The first row
 * names the columns: `name`, `server`, `taints` (`key=value:Effect`, several with `;` between), `claim:<name>`, and every
 * other is a label. An empty cell gives nothing.
 *
 * @throws McpError INVENTORY_FAILED for no CSV, a column without a name or given twice, no column `name`, a row that is
 * longer or shorter than the first, and a taint that is none.
 */
export function parseClusterTable(text: string, file: string): SourceDocument {
  const [header = [], ...rows] = parseCsv(text, file);
  const start = { file, line: 1, column: 1 };
  checkHeader(header, start);
  const clusters = rows.map((row) => readRow(header, row));
  return {
    file,
    value: { clusters },
    positionOf: ([, index, field, key]) => {
      const row = rows[Number(index)];
      const wanted = field === 'claims' ? `${claimPrefix}${key}` : field === 'labels' ? key : field;
      const at = header.findIndex((column) => column.text === String(wanted));
      return (row?.[at] ?? row?.[0])?.position ?? start;
    },
  };
}

function checkHeader(header: readonly Cell[], start: SourcePosition): void {
  const seen = new Set<string>();
  for (const { text, position } of header) {
    if (text === '' || text === claimPrefix) throw refuse('A column has no name.', position);
    if (text === '__proto__' || text === `${claimPrefix}__proto__`)
      throw refuse('A column cannot be called __proto__.', position);
    if (seen.has(text)) throw refuse(`The column ${JSON.stringify(text)} is given twice.`, position);
    seen.add(text);
  }
  if (!seen.has('name'))
    throw refuse(
      "The table has no column 'name'.",
      start,
      'The first row names the columns, separated by commas.',
    );
}

function readRow(header: readonly Cell[], row: readonly Cell[]): JsonObject {
  if (row.length !== header.length) {
    const message = `The row has ${row.length} cells, the first row has ${header.length}.`;
    throw refuse(message, row[0]?.position);
  }
  const labels: Record<string, string> = {};
  const claims: Record<string, string> = {};
  let name = '';
  let taints: readonly JsonObject[] = [];
  let server: string | null = null;
  for (const [at, { text: column }] of header.entries()) {
    const given = row[at];
    if (given === undefined || given.text === '') continue;
    if (column === 'name') name = given.text;
    else if (column === 'server') server = given.text;
    else if (column === 'taints') taints = given.text.split(';').map((each) => readTaint(each.trim(), given));
    else if (column.startsWith(claimPrefix)) claims[column.slice(claimPrefix.length)] = given.text;
    else labels[column] = given.text;
  }
  return { name, labels, claims, taints, ...(server === null ? {} : { server }) };
}

function readTaint(text: string, { position }: Cell): JsonObject {
  const [, key, value = '', effect] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
  if (key !== undefined && effect !== undefined) return { key, value, effect };
  throw refuse(
    `${JSON.stringify(text)} is no taint.`,
    position,
    'Write key=value:NoSelect, or key:NoSelect.',
  );
}

function refuse(message: string, position: SourcePosition | undefined, hint?: string): McpError {
  return new McpError('INVENTORY_FAILED', message, { position, hint });
}
