import fc from 'fast-check';
import { YAML11_SCHEMA, load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../src/model/json.ts';
import { canonicalYaml } from '../../src/yaml/canonical.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';

const trap = fc.constantFrom(
  ...[
    'y',
    'NO',
    'on',
    '~',
    '',
    ' ',
    'null',
    '0o17',
    '017',
    '0b1',
    '1_0',
    '08',
    '1e3',
    '.5',
    '1.',
    '.',
    '+.',
    '-.',
    '.inf',
    '1:30',
    '=',
    '<<',
  ],
  ...[
    '2026-01-02',
    '2026-01-02T03:04:05Z',
    '- a',
    'a: b',
    'a #b',
    '#a',
    '---',
    '...',
    '*a',
    '&a',
    '!a',
    '{a',
    '[',
    '|',
    '>',
  ],
  ...[
    'a\nb',
    'a\n',
    '\na',
    ' a',
    'a ',
    'a\n\n',
    '  a\nb',
    '\ta',
    'a\r\nb',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\u0000',
    '%a',
    '@',
    '`',
  ],
);
const text = fc.oneof(
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme' }) },
  trap,
  fc.string({ unit: 'binary' }),
);
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (Number.isInteger(value) ? 0 : value + 0)),
);
const key = text.filter((name) => name !== '__proto__');
const object = fc.letrec<{ json: unknown; object: JsonObject }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(key, tie('json'), { maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<JsonObject>,
})).object;

describe('canonicalYaml', () => {
  it('writes what it always wrote', () => {
    const manifest = {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        name: 'a',
        labels: { 'app.kubernetes.io/part-of': 'mcp', enabled: 'yes', version: '1.20', octal: '0644' },
      },
      data: { 'script.sh': '#!/bin/sh\necho "hello"\n', long: 'word '.repeat(40), tab: 'a\tb', empty: '' },
      list: [{ b: 1, a: [] }, [1, [2]], {}, null, 1.5, true],
    };
    expect(canonicalYaml(manifest)).toMatchInlineSnapshot(`
      "apiVersion: v1
      data:
        empty: ''
        long: 'word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word '
        script.sh: |
          #!/bin/sh
          echo "hello"
        tab: "a\\tb"
      kind: ConfigMap
      list:
        - a: []
          b: 1
        - - 1
          - - 2
        - {}
        - null
        - 1.5
        - true
      metadata:
        labels:
          app.kubernetes.io/part-of: mcp
          enabled: 'yes'
          octal: '0644'
          version: '1.20'
        name: a
      "
    `);
  });

  it('is read back equal by mcp (which reads as Kubernetes does) and by other readers, as YAML 1.1 and 1.2', () => {
    fc.assert(
      fc.property(object, (value) => {
        const written = canonicalYaml(value);
        expect(parseDocuments(written, 'a.yaml')[0]?.value ?? {}).toEqual(value);
        expect(load(written, { schema: YAML11_SCHEMA })).toEqual(value);
        for (const version of ['1.1', '1.2'] as const) expect(parse(written, { version })).toEqual(value);
        expect(written).toMatch(/[^\n]\n$/);
        expect(written).not.toContain('\r');
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same text whatever the order of the keys', () => {
    fc.assert(
      fc.property(object, (value) => {
        expect(canonicalYaml(reversed(value) as JsonObject)).toBe(canonicalYaml(value));
      }),
    );
  });

  it('writes the same object twice instead of an anchor', () => {
    const shared = { a: [1] };
    expect(canonicalYaml({ x: shared, y0: shared })).toBe('x:\n  a:\n    - 1\ny0:\n  a:\n    - 1\n');
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
}
