import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digestOf } from '../../src/runtime/canonical-json.ts';

describe('canonical JSON', () => {
  it('sorts keys by UTF-16 unit at every depth, numbers among them', () => {
    const value = { b: [{ z: 1, a: null }], a: 'x', 9: 1, 10: 2, gone: undefined };
    expect(canonicalJson(value)).toBe('{"10":2,"9":1,"a":"x","b":[{"a":null,"z":1}]}');
  });

  it('keeps a key called __proto__', () => {
    expect(canonicalJson(JSON.parse('{"b": 1, "__proto__": {"x": 1}}'))).toBe('{"__proto__":{"x":1},"b":1}');
  });

  it('does not depend on the order in which a value was built, and loses nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(digestOf(reversed(value))).toBe(digestOf(value));
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, reversed(item)]));
}
