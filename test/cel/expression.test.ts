import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileOnEngine } from '../../src/cel/engine.ts';
import { compileCel } from '../../src/cel/expression.ts';
import { type Bindings, tupleOf } from '../../src/cel/field-path.ts';
import { clusterVariable } from '../../src/cel/variables.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

const variables = [clusterVariable, 'parameters'];
const at = (offset: number) => ({ file: 't.yaml', line: 7, column: offset + 1 });
const bindings: Bindings = {
  cluster: {
    name: 'paris',
    labels: { region: 'eu', 'acme.example/tier': 'gold', constructor: 'yes', empty: '' },
    claims: {},
    taints: [{ key: 'gpu', value: '', effect: 'NoSelect', timeAdded: null }],
    allocatable: { cpu: '4' },
    capacity: {},
    availability: 'available',
  },
  parameters: { count: 3, ratio: 1.5, list: [1, 2, 3], text: 'aXbX', nothing: null, on: true },
};
const evaluate = async (text: string): Promise<Json> =>
  (await compileCel(text, at, variables)).evaluate(bindings);

describe('compileCel: results', () => {
  it.each<[string, Json]>([
    ['cluster.name', 'paris'],
    [' cluster.labels.region ', 'eu'],
    ["cluster.labels['acme.example/tier']", 'gold'],
    ['cluster.labels.constructor', 'yes'],
    ["cluster.labels['constructor']", 'yes'],
    ["'toString' in cluster.labels", false],
    ['has(cluster.labels.zone)', false],
    ["has(cluster.labels.zone) ? cluster.labels.zone : 'none'", 'none'],
    ["true || cluster.labels.zone == 'a'", true],
    ["cluster.taints.exists(t, t.key == 'gpu')", true],
    ['cluster.labels.filter(k, k.size() < 7)', ['empty', 'region']],
    ['parameters.count + 1', 4],
    ['parameters.count / 2', 1],
    ['double(parameters.count) / 2.0', 1.5],
    ['parameters.ratio * 2.0', 3],
    ['parameters.list.map(x, x * x)', [1, 4, 9]],
    ['parameters.list[1]', 2],
    ['parameters.list + [4]', [1, 2, 3, 4]],
    ['parameters.nothing', null],
    ['parameters.on && 1 < 2', true],
    ["parameters.text.replace('X', '-')", 'a-b-'],
    ["parameters.text.replace('X', '-', 1)", 'a-bX'],
    ["parameters.text.replace('X', '-', 0)", 'aXbX'],
    ["'ab'.replace('', '-')", '-a-b-'],
    ["'ab'.replace('', '-', 1)", '-ab'],
    ["'a,b'.split(',').join('/')", 'a/b'],
    ["'%s has %d'.format([cluster.name, parameters.count])", 'paris has 3'],
    ["'paris-1'.matches('^[a-z]+-[0-9]{1,3}$')", true],
    ['strings.quote(cluster.name)', '"paris"'],
    ["{'a': 1u, 'b': [null, true]}", { a: 1, b: [null, true] }],
    ["timestamp('2026-01-02T03:04:05Z')", '2026-01-02T03:04:05Z'],
    ["duration('1h')", '3600s'],
    ['type(1) == int', true],
    ['[1].exists(cluster, cluster == 1)', true],
    ["cluster.labels.?zone.orValue('none')", 'none'],
    ["cluster.?labels.region.orValue('none')", 'eu'],
    ["cluster.labels[?'acme.example/tier'].optMap(t, t + '!').orValue('')", 'gold!'],
    ["{'a': 1, ?'b': cluster.labels.?zone, ?(true ? 'c' : 'd'): cluster.labels.?region}", { a: 1, c: 'eu' }],
    ["[?cluster.labels.?zone, 'x', ?cluster.labels.?region]", ['x', 'eu']],
    ['has(cluster.?labels.zone)', false],
    ["'v1.31.2-eks'.find('[0-9]+[.][0-9]+')", '1.31'],
    ["cidr('10.0.0.0/8').containsIP('10.1.2.3')", true],
    ["url('https://h:8080/p?a=1').getPort()", '8080'],
    ["format.named('dns1123Label').value().validate('A_b').hasValue()", true],
    ["semver('v1.31', true).isLessThan(semver('1.32.0'))", true],
    ["sets.contains(['a', 'b'], ['b'])", true],
  ])('%s', async (text, expected) => {
    expect(await evaluate(text)).toEqual(expected);
  });

  it('loops over some thousands of elements', async () => {
    const list = Array.from({ length: 4000 }, (_, i) => i);
    const expression = await compileCel('size(list.filter(x, x % 2 == 0).map(x, x + 1))', at, ['list']);
    expect(expression.evaluate({ list })).toBe(2000);
  });

  it('a map of keys such as __proto__ stays a map', async () => {
    const result = await evaluate("{'__proto__': {'polluted': true}}");
    expect(Object.keys(result as JsonObject)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('compileCel: reads', () => {
  it.each<[string, string[]]>([
    ['cluster.labels.region', ['cluster.labels.region']],
    ["cluster['labels']['a/b'] == 'x'", ['cluster.labels.a/b']],
    ['has(cluster.labels.x)', ['cluster.labels.x']],
    ["'x' in cluster.labels", ['cluster.labels.x']],
    ['cluster.name in cluster.labels', ['cluster.labels', 'cluster.name']],
    ['cluster.labels[cluster.name]', ['cluster.labels', 'cluster.name']],
    ['cluster.labels.size() > 0 && has(cluster.labels.x)', ['cluster.labels']],
    ['size(cluster) > 0 && has(cluster.labels.x)', ['cluster']],
    ['cluster.taints[0].key', ['cluster.taints']],
    ['parameters.list.map(x, x + parameters.count)', ['parameters.count', 'parameters.list']],
    ['[1].map(cluster, cluster + 1)', []],
    ['[cluster].map(cluster, cluster.name)', ['cluster']],
    ['[1].map(parameters, cluster.name)', ['cluster.name']],
    ['parameters.a.b.c', ['parameters.a.b.c']],
    ["cluster.labels.?region.orValue('x')", ['cluster.labels.region']],
    ["cluster.labels[?'a/b'].hasValue()", ['cluster.labels.a/b']],
    ['cluster.?labels.region.hasValue()', ['cluster.labels.region']],
    ['[?cluster.labels.?a].map(x, x + parameters.b)', ['cluster.labels.a', 'parameters.b']],
    ["cluster.labels.?a.optMap(cluster, cluster + '!').hasValue()", ['cluster.labels.a']],
    ["{'k': cluster.name}", ['cluster.name']],
    ['1 + 1', []],
  ])('%s', async (text, reads) => {
    expect((await compileCel(text, at, variables)).reads.map((path) => path.join('.'))).toEqual(reads);
  });

  const label = fc.constantFrom('region', 'zone', 'tier', 'constructor', 'toString');
  const labels = fc.dictionary(label, fc.constantFrom('eu', 'us', ''));
  const expressions = fc.constantFrom(
    'cluster.labels.region',
    "has(cluster.labels.zone) && cluster.labels.zone == 'eu'",
    "'tier' in cluster.labels ? cluster.labels.tier : cluster.name",
    'has(cluster.labels.region.zone)',
    "cluster.labels.exists(k, cluster.labels[k] == 'us')",
    'cluster.labels.constructor',
    'size(cluster.labels)',
    "cluster.labels.map(k, k + '=' + cluster.labels[k])",
    "cluster.labels.?zone.orValue('none')",
    '[?cluster.labels.?region.zone, ?cluster.labels[?cluster.name]]',
  );

  it('equal tuples of what is read give equal outcomes', async () => {
    await fc.assert(
      fc.asyncProperty(expressions, labels, labels, async (text, left, right) => {
        const expression = await compileCel(text, at, variables);
        const [a, b] = [left, right].map((each) => ({ cluster: { name: 'c', labels: each } }));
        if (tupleOf(expression.reads, a!) !== tupleOf(expression.reads, b!)) return;
        expect(outcome(() => expression.evaluate(a!))).toEqual(outcome(() => expression.evaluate(b!)));
      }),
    );
  });

  it('a plain path answers as the engine does', async () => {
    const value = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        fc.constantFrom<Json>(null, true, 'text', 0, 1, -1.5, 2 ** 60),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom('a', '__proto__'), tie('value'), { maxKeys: 1 }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(
        value,
        fc.constantFrom('p', 'p.a', 'p.a.b', 'p.__proto__', 'p.a.a.a'),
        async (p, text) => {
          const [plain, engine] = [await compileCel(text, at, ['p']), compileOnEngine(text, at, ['p'])];
          expect(plain.reads).toEqual(engine.reads);
          expect(outcome(() => plain.evaluate({ p }))).toEqual(outcome(() => engine.evaluate({ p })));
        },
      ),
    );
  });
});

describe('compileCel: errors', () => {
  it.each([
    ['clutser.name', 'CEL_INVALID', 1, 'there is no variable clutser'],
    ['1 + cluster.lables.x', 'CEL_INVALID', 12, 'cluster has no field lables'],
    ['cluster.labels.?a.orValue(1) + clutser', 'CEL_INVALID', 32, 'there is no variable clutser'],
    ['cluster.?lables.a.hasValue()', 'CEL_INVALID', 8, 'cluster has no field lables'],
    ['cluster.labels.?a.value()', 'CEL_FAILED', 18, 'optional.none() dereference'],
    ['cluster.labels.?a', 'CEL_FAILED', 1, 'optional'],
    ["ip('10.0.0.1')", 'CEL_FAILED', 1, 'a type of Kubernetes'],
    ["ip('10.0.0')", 'CEL_FAILED', 1, 'is no IP address'],
    ['cluster.lables', 'CEL_INVALID', 8, 'cluster has no field lables'],
    ["has(cluster['lables'].x)", 'CEL_INVALID', 12, 'cluster has no field lables'],
    ['cluster.name.foo(1)', 'CEL_INVALID', 13, 'there is no function foo'],
    ['cluster.name.startsWith()', 'CEL_INVALID', 13, 'startsWith does not take 0 arguments as a method'],
    ['has(cluster)', 'CEL_INVALID', 1, 'there is no function has'],
    ['parameters.list.map(1, 2)', 'CEL_INVALID', 16, 'there is no function map'],
    ['@range(1)', 'CEL_INVALID', 1, 'cannot be read from here on'],
    ['', 'CEL_INVALID', 1, 'the expression is empty'],
    ['  ', 'CEL_INVALID', 3, 'the expression is empty'],
    ['[1, 2', 'CEL_INVALID', 6, 'the expression ends too early'],
    ['true\n  && clutser', 'CEL_INVALID', 11, 'there is no variable clutser'],
    ['cluster.labels.in', 'CEL_INVALID', 16, 'reserved'],
    ['99999999999999999999', 'CEL_INVALID', 1, 'does not fit into 64 bits'],
    ['google.protobuf.Struct{}', 'CEL_INVALID', 1, 'there is no message type'],
    [`${'('.repeat(65)}1${')'.repeat(65)}`, 'CEL_INVALID', 65, 'brackets nest deeper than 64'],
    [`1${'+1'.repeat(300)}`, 'CEL_INVALID', 100, 'nested too deeply'],
    [`'${'x'.repeat(5000)}'`, 'CEL_INVALID', 1, 'longer than 4096'],
    ['cluster.labels.zone', 'CEL_FAILED', 15, 'no such key: zone'],
    ["'a' + cluster.labels['zone']", 'CEL_FAILED', 7, 'no such key: zone'],
    ["cluster.labels['__proto__']", 'CEL_FAILED', 1, 'no such key: __proto__'],
    ['parameters.list[9]', 'CEL_FAILED', 1, 'index 9 is out of bounds'],
    ["parameters.count + 'a'", 'CEL_FAILED', 18, 'found no matching overload'],
    ['1 / 0', 'CEL_FAILED', 3, 'divide by zero'],
    ["b'abc'", 'CEL_FAILED', 1, 'the type bytes'],
    ['1.0 / 0.0', 'CEL_FAILED', 1, 'Infinity'],
    ['9007199254740993', 'CEL_FAILED', 1, 'beyond 2^53'],
    ['{1: 2}', 'CEL_FAILED', 1, 'keys that are not texts'],
    ["'%s'.format([cluster.labels])", 'CEL_FAILED', 5, 'cannot print maps'],
  ])('%s', async (text, code, column, message) => {
    const error: unknown = await evaluate(text).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (text.includes('+1+1')) expect(error).toMatchObject({ code });
    else expect(error).toMatchObject({ code, position: { file: 't.yaml', line: 7, column } });
    expect((error as Error).message).toContain(message);
  });

  it('shows the line with a caret, and no control characters of the text', async () => {
    await expect(evaluate('true &&\n  "\u001b[31m" == clutser && false')).rejects.toThrow(
      'there is no variable clutser\n      "?[31m" == clutser && false\n                 ^',
    );
  });

  it('uses a plain position as it is', async () => {
    const position = { file: 'b.yaml', line: 3, column: 5 };
    await expect(compileCel('1 + x', position, [])).rejects.toMatchObject({ position });
  });
});

describe('compileCel: hostile expressions end with CEL_FAILED', () => {
  const nested = 'abcdefghijklm'
    .split('')
    .reduceRight((inner, name) => `parameters.list.map(${name}, ${inner})`, '1');
  it.each([
    ['nested loops', nested],
    ['an error swallowed by ||', `${nested} == [] || true`],
    ['text that doubles', `['aaaa']${'.map(x, x + x)'.repeat(100)}`],
    ['lists that double', `[parameters.list]${'.map(x, x + x)'.repeat(100)}`],
    ['a tree of shared lists, as the result', `parameters.list${'.map(x, [x, x])'.repeat(100)}`],
    [
      'a tree of shared lists, compared',
      `[1]${'.map(x, [x, x])'.repeat(100)} == [2]${'.map(x, [x, x])'.repeat(100)}`,
    ],
    ['replacement that grows', `['aaaa']${".map(x, x.replace('a', 'aaaaaaaa'))".repeat(50)}`],
    [
      'matches that look to the end each time',
      `'aaaaaaaaaaaaaaaa'${".replace('a', 'aaaaaaaaaaaaaaaa')".repeat(3)}.findAll('a+b|a').size() == 0`,
    ],
    [
      'many large regular expressions',
      `parameters.list.map(x, ${Array(40).fill("'a'.matches('[a-z]{900}')").join(' || ')})`,
    ],
  ])('%s', async (_, text) => {
    expect(text.length).toBeLessThan(4096);
    const error: unknown = await evaluate(text).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CEL_FAILED' });
    expect((error as Error).message).toMatch(
      /^(the expression costs more than|a (text|list) becomes longer than|the text becomes too long)/,
    );
  });
});

function outcome(run: () => Json): unknown {
  try {
    return JSON.stringify(run());
  } catch (error) {
    return (error as Error).message;
  }
}
