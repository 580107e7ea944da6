import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { McpError } from '../../../src/model/error.ts';
import { formatPosition } from '../../../src/model/position.ts';
import { parseClusterTable } from '../../../src/pipeline/source/cluster-table.ts';
import { parseCsv } from '../../../src/pipeline/source/csv.ts';

const parse = (text: string) => parseClusterTable(text, 'fleet.csv');

function failure(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof McpError) || error.position === undefined) throw error;
    return `${error.code} ${formatPosition(error.position)} ${error.message}`;
  }
  return 'no error';
}

describe('a table of clusters', () => {
  it('reads labels, claims and taints, and leaves out what is empty', () => {
    const text = [
      'name,environment,claim:id.k8s.io,taints',
      'a,production,x,gpu=true:NoSelect; old:NoSelectIfNew',
      '"b", "",,',
      '',
    ].join('\r\n');
    // A blank before the quote makes the cell unquoted, which CSV does not allow.
    expect(failure(text)).toBe(
      'INVENTORY_FAILED fleet.csv:3:5 The quotes of this cell are not those of CSV.',
    );
    expect(parse(text.replace(' ""', '""')).value).toEqual({
      clusters: [
        {
          name: 'a',
          labels: { environment: 'production' },
          claims: { 'id.k8s.io': 'x' },
          taints: [
            { key: 'gpu', value: 'true', effect: 'NoSelect' },
            { key: 'old', value: '', effect: 'NoSelectIfNew' },
          ],
        },
        { name: 'b', labels: {}, claims: {}, taints: [] },
      ],
    });
  });

  it('knows where each value stands', () => {
    const table = parse('name,tier,claim:id,taints\na,web,x,k:NoSelect\n');
    const at = (...path: (string | number)[]) => formatPosition(table.positionOf(path));
    expect(at()).toBe('fleet.csv:1:1');
    expect(at('clusters', 0)).toBe('fleet.csv:2:1');
    expect(at('clusters', 0, 'name')).toBe('fleet.csv:2:1');
    expect(at('clusters', 0, 'labels', 'tier')).toBe('fleet.csv:2:3');
    expect(at('clusters', 0, 'claims', 'id')).toBe('fleet.csv:2:7');
    expect(at('clusters', 0, 'taints', 0, 'effect')).toBe('fleet.csv:2:9');
  });

  it.each([
    ['', "1:1 The table has no column 'name'."],
    ['name;tier\na;web', "1:1 The table has no column 'name'."],
    ['name,tier,tier\na,b,c', '1:11 The column "tier" is given twice.'],
    ['name,,x\na,b,c', '1:6 A column has no name.'],
    ['name,claim:\na,b', '1:6 A column has no name.'],
    ['name,__proto__\na,b', '1:6 A column cannot be called __proto__.'],
    ['name,claim:__proto__\na,b', '1:6 A column cannot be called __proto__.'],
    ['name,tier\na', '2:1 The row has 1 cells, the first row has 2.'],
    ['name\na,b', '2:1 The row has 2 cells, the first row has 1.'],
    ['name,taints\na,gpu', '2:3 "gpu" is no taint.'],
    ['name\n"a', '2:1 The quotes of this cell are not those of CSV.'],
    ['name\n"a"b', '2:1 The quotes of this cell are not those of CSV.'],
    ['name\na"b', '2:1 The quotes of this cell are not those of CSV.'],
  ])('refuses %j', (text, expected) => {
    expect(failure(text)).toBe(`INVENTORY_FAILED fleet.csv:${expected}`);
  });
});

describe('parseCsv', () => {
  it('reads back what was written in quotes, whatever it holds', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
    const rows = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), (table, end, closed) => {
        const written = table.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(','));
        const read = parseCsv(written.join(end) + (closed ? end : ''), 'x.csv');
        expect(read.map((row) => row.map((each) => each.text))).toEqual(table);
      }),
    );
  });

  it('reads a cell of eight megabytes of quotes', () => {
    expect(parseCsv(`"${'""'.repeat(4_000_000)}"`, 'x.csv')[0]?.[0]?.text).toHaveLength(4_000_000);
  });
});
