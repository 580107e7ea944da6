import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedReactor } from '../../src/rego/reactor-backend.ts';
import { sortTerms } from '../../src/rego/term-order.ts';
import { termToJson } from '../../src/rego/term-json.ts';
import { readTerm } from '../../src/rego/term-text.ts';

const reactor = sharedReactor()!;

const scalar = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    'false',
    '0',
    '-1',
    '1',
    '1.5',
    '10',
    '1e3',
    '18446744073709551617',
    'set()',
    '[]',
    '{}',
  ),
  fc.constantFrom('"\u{1f600}"', '"\ue000"', '"\uffff"', '"a"', '"ab"', '""', '"é"'),
  fc.integer({ min: -100, max: 100 }).map(String),
);
const { term } = fc.letrec((tie) => ({
  term: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('set'), tie('object')),
  list: fc.array(tie('term'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
  set: fc.array(tie('term'), { minLength: 1, maxLength: 3 }).map((items) => `{${items.join(',')}}`),
  object: fc
    .array(fc.tuple(tie('term'), tie('term')), { maxLength: 3 })
    .map((entries) => `{${entries.map(([key, value]) => `${key}:${value}`).join(',')}}`),
})) as { term: fc.Arbitrary<string> };

describe("OPA's order of terms", () => {
  it('is the order of its sort', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 6 }), (terms) => {
        const set = `{${terms.join(',')}}`;
        const sorted = reactor.callBuiltin('sort', [terms.length === 0 ? 'set()' : set], new Date(0))!;
        // OPA's own set has each member once, whatever way it is written in.
        const members = readTerm(sorted) as [];
        const shuffled = [...members].reverse();
        expect(sortTerms(shuffled).map(termToJson)).toEqual(members.map(termToJson));
      }),
      { numRuns: 3_000 },
    );
  });
});

it.each([
  ['{3, 1, 2}', [1, 2, 3]],
  ['{1: "a", [2]: {"x": set()}, null: 1}', { '1': 'a', '[2]': { x: [] }, null: 1 }],
  ['{"__proto__": 1}', JSON.parse('{"__proto__": 1}') as object],
])('%s becomes JSON', (text, json) => {
  expect(termToJson(readTerm(text))).toEqual(json);
});
