import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedReactor } from '../../src/rego/reactor-backend.ts';
import { sprintf } from '../../src/rego/sprintf.ts';

const opa = (format: string, values: string) =>
  sharedReactor()!.callBuiltin('sprintf', [format, values], new Date(0));

describe('sprintf', () => {
  it.each([
    ['container %s of %v', '["web", "Pod"]', 'container web of Pod'],
    ['%d of %v, 100%%', '[3, 7]', '3 of 7, 100%'],
    ['%v', '[{"b", "a"}]', '{"a", "b"}'],
    ['%v', '[{3, 20, -1}]', '{-1, 3, 20}'],
    ['%v and %s', '[{"b": [1, null], "a": true}, set()]', '{"a": true, "b": [1, null]} and set()'],
    ['%q', '["a b"]', '"a b"'],
    ['%v', '[0.5]', '0.5'],
    ['nothing', '[]', 'nothing'],
  ])('needs no OPA for %s of %s', (format, values, text) => {
    expect(JSON.parse(sprintf(JSON.stringify(format), values)!)).toBe(text);
  });

  it.each([
    ['%d', '["x"]'],
    ['%s', '[1]'],
    ['%5d', '[1]'],
    ['%.2f', '[1.005]'],
    ['%v', '[]'],
    ['%v', '[1, 2]'],
    ['%', '[]'],
    ['%v', '[-0]'],
    ['%v', '[1e20]'],
    ['%v', '[123456789012345678901]'],
    ['%v', '[["é"]]'],
    ['%q', '["\\n"]'],
    ['%v', '[{1, "a"}]'],
    ['%v', '[0.00001]'],
    ['%v', '[1234567.5]'],
  ])('leaves %s of %s to OPA', (format, values) => {
    expect(sprintf(JSON.stringify(format), values)).toBeUndefined();
  });

  it('never differs from OPA', () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('null', 'true', 'a"b', 'ns/%v', ''),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true, min: -1e7, max: 1e7 }),
      fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1000),
      fc.constantFrom(0, 1e6, 999999.5, 1e15, 1e20, 1e-5, 0.1, 1.5, 9007199254740993),
      fc.boolean(),
      fc.constant(null),
    );
    const texts = scalar.map((value) => JSON.stringify(value));
    const { term } = fc.letrec<{ term: string }>((tie) => ({
      term: fc.oneof(
        { depthSize: 'small' },
        texts,
        fc.array(tie('term'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
        fc
          .array(tie('term'), { maxLength: 3 })
          .map((items) => (items.length === 0 ? 'set()' : `{${items.join(', ')}}`)),
        fc
          .array(fc.tuple(tie('term'), tie('term')), { maxLength: 3 })
          .map((pairs) => `{${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')}}`),
      ),
    }));
    const part = fc.oneof(
      fc.constantFrom('%v', '%s', '%d', '%q', '%%', '%x', '%5v', '%', 'é😀\n'),
      fc.string({ maxLength: 3 }),
    );
    let own = 0;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), fc.array(term, { maxLength: 3 }), (parts, values) => {
        const call = [JSON.stringify(parts.join('')), `[${values.join(', ')}]`] as const;
        const result = sprintf(...call);
        if (result === undefined) return;
        own++;
        expect(JSON.parse(result)).toBe(JSON.parse(opa(...call)!));
      }),
      { numRuns: 5_000 },
    );
    expect(own).toBeGreaterThan(500);
  });
});
