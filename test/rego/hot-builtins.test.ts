import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hotBuiltins } from '../../src/rego/hot-builtins.ts';
import { sharedReactor } from '../../src/rego/reactor-backend.ts';
import { readTerm } from '../../src/rego/term-text.ts';
import type { RegoTerm } from '../../src/rego/term-text.ts';

const reactor = sharedReactor()!;

const text = fc
  .oneof(
    fc.constantFrom(
      '',
      'a',
      'ab',
      'aba',
      'ba',
      'registry.example/',
      'é',
      '😀',
      '"',
      '\\',
      '\n',
      '\u0000',
      '\u2028',
    ),
    fc.string({ unit: fc.constantFrom('a', 'b', '.', '/'), maxLength: 6 }),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  )
  .map((value) => JSON.stringify(value));
const list = fc.array(text, { maxLength: 4 });
const other = fc.constantFrom('1', 'null', 'true', '{}', '[1]', '[["a"]]', '{1}', '{"a": "b"}');
const texts = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 3, arbitrary: list.map((items) => `[${items.join(', ')}]`) },
  {
    weight: 3,
    arbitrary: fc
      .uniqueArray(text, { maxLength: 4 })
      .map((items) => (items.length === 0 ? 'set()' : `{${items.join(', ')}}`)),
  },
  other,
);
const number = fc.oneof(
  fc.constantFrom('0', '1', '10', '01', '', '-1', '+1', '999999999999999', '9223372036854775808'),
  fc.nat(30).map(String),
);
const plain = fc
  .tuple(fc.nat(12), fc.nat(12), fc.nat(12))
  .map((numbers) => JSON.stringify(numbers.join('.')));
const odd = fc
  .tuple(
    fc.constantFrom('', '', 'v', 'V', 'vv', ' '),
    fc.array(number, { minLength: 2, maxLength: 4 }),
    fc.constantFrom('', '', '', '-alpha.1', '-01', '+build', '-rc.1+x', '\n'),
  )
  .map(([prefix, numbers, suffix]) => JSON.stringify(prefix + numbers.join('.') + suffix));
const versions = fc.oneof({ weight: 5, arbitrary: plain }, { weight: 4, arbitrary: odd }, other);

function opas(name: string, args: readonly string[]): RegoTerm | undefined {
  const result = reactor.callBuiltin(name, args, new Date(0));
  return result === undefined ? undefined : readTerm(result);
}

describe('builtins in JavaScript', () => {
  it.each([
    ['strings.any_prefix_match', texts, texts, 3_000],
    ['strings.any_suffix_match', texts, texts, 3_000],
    ['strings.count', fc.oneof(text, other), fc.oneof(text, other), 3_000],
    ['concat', fc.oneof(text, other), texts, 3_000],
    ['indexof', fc.oneof(text, other), fc.oneof(text, other), 3_000],
    ['lower', fc.oneof(text, other), fc.constant(''), 3_000],
    ['upper', fc.oneof(text, other), fc.constant(''), 3_000],
    [
      'to_number',
      fc.oneof(
        number.map((value) => JSON.stringify(value)),
        text,
        other,
      ),
      fc.constant(''),
      3_000,
    ],
    ['semver.compare', versions, versions, 3_000],
    ['semver.is_valid', versions, fc.constant(''), 3_000],
  ])('%s never differs from OPA', (name, first, second, numRuns) => {
    const hot = hotBuiltins.get(name)!;
    let own = 0;
    fc.assert(
      fc.property(first, second, (a, b) => {
        const result = hot(a, b, '');
        if (result === undefined) return;
        own++;
        expect(readTerm(result)).toEqual(opas(name, b === '' ? [a] : [a, b]));
      }),
      { numRuns },
    );
    expect(own).toBeGreaterThan(numRuns / 10);
  });

  it('replace never differs from OPA', () => {
    const hot = hotBuiltins.get('replace')!;
    fc.assert(
      fc.property(fc.oneof(text, other), fc.oneof(text, other), fc.oneof(text, other), (...args) => {
        const result = hot(...args);
        if (result !== undefined) expect(readTerm(result)).toEqual(opas('replace', args));
      }),
      { numRuns: 3_000 },
    );
    expect(hot('"a-b-c"', '"-"', '"$&"')).toBe('"a$&b$&c"');
  });

  it('are all tested here, or in sprintf.test.ts', () => {
    expect([...hotBuiltins.keys()].sort()).toEqual([
      'concat',
      'indexof',
      'lower',
      'replace',
      'semver.compare',
      'semver.is_valid',
      'sprintf',
      'strings.any_prefix_match',
      'strings.any_suffix_match',
      'strings.count',
      'to_number',
      'upper',
    ]);
  });
});
