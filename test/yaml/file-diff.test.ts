import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalYaml } from '../../src/yaml/canonical.ts';
import { diffFile } from '../../src/yaml/file-diff.ts';

const changed = { path: 'x.yaml', change: 'changed', before: 'b', after: 'a' } as const;
const diff = (before: string, after: string) => diffFile(changed, before, after);

describe('a changed file', () => {
  it('shows its lines with three lines of context', () => {
    const lines = (middle: string) => ['1', '2', '3', '4', middle, '6', '7', '8', '9', ''].join('\n');
    expect(diff(lines('5'), lines('five'))).toMatchObject({
      lines: ['@@ -2,7 +2,7 @@', ' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8'],
      note: '',
    });
  });

  it('that is long or entirely different is not compared', () => {
    const numbers = (from: number) =>
      Array.from({ length: 6000 }, (_, index) => `${from + index}\n`).join('');
    expect(diff(numbers(0), numbers(100_000)).note).toBe('too different to compare');
    expect(diff('', 'x'.repeat(1024 * 1024 + 1)).note).toBe('too long to compare');
  });
});

const secret = (data: object, more = {}) =>
  canonicalYaml({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', ...more }, ...data });
const applied = (password: string) => ({
  annotations: {
    'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
      kind: 'Secret',
      data: { password },
    }),
  },
});

describe('values of a Secret', () => {
  it.each([
    [
      'changed',
      secret({ data: { password: 'hunter1', user: 'u9' } }),
      secret({ data: { password: 'hunter2', user: 'u9' } }),
      ['-  password: (hidden)', '+  password: (value changed)', '   user: (hidden)'],
    ],
    [
      'added',
      secret({ data: { user: 'u9' } }),
      secret({ data: { password: 'hunter2', user: 'u9' } }),
      ['+  password: (value added)'],
    ],
    [
      'removed',
      secret({ stringData: { password: 'hunter2', user: 'u9' } }),
      secret({ stringData: { user: 'u9' } }),
      ['-  password: (hidden)'],
    ],
    ['new', '', secret({ data: { password: 'hunter2' } }), ['+  password: (value added)']],
    [
      'in an annotation',
      secret({}, applied('hunter1')),
      secret({}, applied('hunter2')),
      [
        '-    kubectl.kubernetes.io/last-applied-configuration: (hidden)',
        '+    kubectl.kubernetes.io/last-applied-configuration: (value changed)',
      ],
    ],
    [
      'in a list',
      canonicalYaml({ kind: 'List', items: [] }),
      canonicalYaml({ kind: 'List', items: [{ kind: 'Secret', data: { password: 'hunter2' } }] }),
      ['+      password: (value added)'],
    ],
    [
      'moved in a list',
      canonicalYaml({ kind: 'List', items: [{ kind: 'Secret', data: { a: 'hunter1' } }] }),
      canonicalYaml({ kind: 'List', items: [{ kind: 'X' }, { kind: 'Secret', data: { a: 'hunter2' } }] }),
      ['+      a: (value added)'],
    ],
    [
      'in a text',
      canonicalYaml({ kind: 'ConfigMap', data: { a: 'kind: Secret\ndata: {p: hunter1}' } }),
      canonicalYaml({ kind: 'ConfigMap', data: { a: 'kind: Secret\ndata: {p: hunter2}' } }),
      ['+  a: (value changed)'],
    ],
    [
      'that is no mapping',
      secret({ data: 'hunter1' }),
      secret({ data: ['hunter2'] }),
      ['+data: (value changed)'],
    ],
    [
      'of an escaped kind',
      'kind: "\\x53ecret"\ndata: { a: hunter1 }\n',
      'kind: Secret\ndata: { a: hunter2 }\n',
      ['+  a: (value changed)'],
    ],
  ])('%s are hidden, and that they changed is not', (_, before, after, lines) => {
    const result = diff(before, after);
    expect(result.lines).toEqual(expect.arrayContaining(lines));
    expect(result.lines.join('\n')).not.toMatch(/hunter|u9/u);
  });

  it('that cannot be read are not shown at all', () => {
    expect(diff('kind: Secret\n data: {a: hunter2', secret({}))).toMatchObject({
      lines: [],
      note: expect.stringContaining('not shown') as unknown,
    });
  });

  it('never appear, and no change of them goes unseen', () => {
    const values = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.stringMatching(/^v[0-9]{6}$/u), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(values, values, fc.constantFrom('data', 'stringData'), (before, after, field) => {
        const result = diff(secret({ [field]: before }), secret({ [field]: after }));
        expect(result.lines.join('\n')).not.toMatch(/v[0-9]{6}/u);
        const isSame =
          JSON.stringify(Object.entries(before).sort()) === JSON.stringify(Object.entries(after).sort());
        expect(result.lines.length === 0).toBe(isSame);
      }),
    );
  });

  it('are no reason to hide what only speaks of Secrets', () => {
    const role = (verb: string) =>
      canonicalYaml({ kind: 'Gateway', spec: { ref: { kind: 'Secret', name: 'tls' }, verb } });
    expect(diff(role('get'), role('list')).lines).toContain('+  verb: list');
  });
});
