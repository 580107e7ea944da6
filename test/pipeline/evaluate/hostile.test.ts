import { describe, expect, it } from 'vitest';
import type { PolicySource } from '../../../src/model/policy.ts';
import { findArtifact } from '../../../src/rego/artifact.ts';
import { Reactor } from '../../../src/rego/reactor.ts';
import { parseDocuments } from '../../../src/yaml/parse.ts';
import { lines, object, policy, rendering, run, source } from './policies.ts';

const good = policy('good', 'deny contains "no" if input.object.metadata.name == "b"');
const goodEverywhere = 'deny contains "no" if input.object.metadata.name == "b"';
const tooLong = /^it ran for more than 0.2 s$/;
const tooMuch =
  /^it ran for more than 0.2 s$|^it took more than 256 MB of memory$|^it nests too deeply$|^memory access out of bounds$|^the Wasm program ended|^it answered with more than 4 MB$/;

/** Policies with the state that they must end in and what must be said of it. */
const hostile: readonly (readonly [name: string, rules: string, reason: RegExp])[] = [
  [
    'loops for hours in comprehensions',
    'ns := numbers.range(1, 3000)\ndeny contains "no" if count([1 | some a in ns; some b in ns; some c in ns; a + b + c == 0]) > 0',
    tooLong,
  ],
  [
    'calls itself over through comprehensions, twice as often at each of 60 levels',
    [
      'f0(x) := x',
      ...Array.from(
        { length: 60 },
        (_, n) => `f${n + 1}(x) := sum([y | some d in [1, 2]; y := f${n}(x + d)])`,
      ),
      'deny contains "no" if f60(count(input.object)) == 0',
    ].join('\n'),
    tooLong,
  ],
  [
    'allocates gigabytes',
    'ns := numbers.range(1, 40000)\ndeny contains "no" if count({[a, b] | some a in ns; some b in ns}) == 0',
    tooMuch,
  ],
  ['doubles a text 40 times', doubling(40), tooMuch],
  [
    'answers with a text of 8 MB',
    doubling(23),
    /^it answered with more than 4 MB$|^it ran for more than 0.2 s$/,
  ],
  [
    'answers with a value 9,000 levels deep',
    [
      'side(bracket) := concat("", [bracket | some i in numbers.range(1, 9000); i > count(input.object) - 9])',
      'deny contains json.unmarshal(concat("", [side("["), side("]")]))',
    ].join('\n'),
    tooMuch,
  ],
  [
    'makes OPA itself allocate gigabytes',
    'deny contains "no" if count(numbers.range_step(1, 4000000000, 1)) == count(input)',
    tooMuch,
  ],
  ['throws itself', 'out := input.object.metadata.name\nout := count(input)\ndeny contains out', /conflict/],
];

/** None of these can be made slow: OPA's regular expressions take linear time. */
const harmless: readonly (readonly [name: string, rules: string])[] = [
  ['a bomb for backtracking', 'deny contains "no" if regex.match("^(([a-z])+.)+[A-Z]([a-z])+$", t)'],
  ['a bomb for backtracking in OPA', 'deny contains "no" if regex.replace(t, "(x+x+)+y", "") != t'],
  [
    'an expression that would grow to a million states',
    'deny contains "no" if regex.match("(((x{1,100}){1,100}){1,100})y", t)',
  ],
  [
    '10,000 builtins that fail',
    'deny contains "no" if {\n\tsome i in numbers.range(1, 10000)\n\tregex.replace("x", concat("", ["(", format_int(i, 10)]), "") == t }',
  ],
  [
    '200,000 brackets, for OPA no JSON,',
    'deny contains "no" if json.unmarshal(concat("", [x | some i in numbers.range(1, 200000); i > count(input) - 9; x := "["])) == 1',
  ],
];

function doubling(times: number): string {
  return [
    't0 := input.object.metadata.name',
    ...Array.from({ length: times }, (_, n) => `t${n + 1} := concat("", [t${n}, t${n}])`),
    `deny contains t${times}`,
  ].join('\n');
}

function limited(...texts: readonly string[]): PolicySource {
  return { ...source(...texts), timeLimit: 0.2 };
}

/** The same rules in the forms of others, as policies that stand alone. */
const forms: readonly (readonly [form: string, make: (rules: string) => PolicySource])[] = [
  ['native', (rules) => limited(policy('hostile', rules))],
  ['conftest', (rules) => limited(`package main\n\n${rules.replaceAll('input.object', 'input')}`)],
  ['Gatekeeper', (rules) => gatekeeper(inTemplate(rules))],
];

function inTemplate(rules: string): string {
  const asViolation = rules
    .replaceAll('input.object', 'input.review.object')
    .replace(/deny contains (.*?)(?= if |$)/m, 'violation contains {"msg": $1}');
  return `package k8shostile\n\n${asViolation}`;
}

function gatekeeper(rego: string, constraint = '{}'): PolicySource {
  return gatekeeperOf({ engine: 'Rego', source: { version: 'v1', rego } }, constraint);
}

function gatekeeperOf(code: unknown, constraint = '{}'): PolicySource {
  const target = { target: 'admission.k8s.gatekeeper.sh', code: [code] };
  const template = {
    apiVersion: 'templates.gatekeeper.sh/v1',
    kind: 'ConstraintTemplate',
    metadata: { name: 'k8shostile' },
    spec: { crd: { spec: { names: { kind: 'K8sHostile' } } }, targets: [target] },
  };
  const head = 'apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sHostile\nmetadata: {name: hostile}\n';
  return {
    ...limited(),
    documents: [
      ...parseDocuments(JSON.stringify(template), 'template.yaml'),
      ...parseDocuments(`${head}spec: ${constraint}\n`, 'constraint.yaml'),
    ],
  };
}

const one = [rendering('a', object('Pod', 'a'))];
const renderings = [rendering('a', object('Pod', 'a'), object('Pod', 'b'))];
const goodLines = ['good pass a', 'good fail b no'];

async function expectGoodEverywhere(): Promise<void> {
  for (const [, make] of forms) {
    const found = lines(await run({ renderings, policies: [make(goodEverywhere)] }));
    expect(found.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['pass a', 'fail b no']);
  }
}

describe('hostile policies', () => {
  it.each(hostile)('%s', async (_name, rules, reason) => {
    const start = performance.now();
    const result = await run({ renderings, policies: [limited(good, policy('hostile', rules))] });
    expect(performance.now() - start).toBeLessThan(20_000);

    const findings = result.evaluations.get('a')!.findings.filter(({ policy: id }) => id === 'hostile');
    expect(findings.map(({ state }) => state)).toEqual(['notEvaluated', 'notEvaluated']);
    for (const { message } of findings) expect(message).toMatch(reason);
    expect(result.evaluations.get('a')!.denials).toHaveLength(3);
    expect(lines(result).filter((line) => line.startsWith('good'))).toEqual(goodLines);
  });

  it('in every form, one after the other in one process, that then judges good ones', async () => {
    for (const [name, rules, reason] of hostile) {
      for (const [form, make] of forms.slice(1)) {
        const start = performance.now();
        const result = await run({ renderings: one, policies: [make(rules)] });
        expect(performance.now() - start, `${name} of ${form}`).toBeLessThan(20_000);
        const findings = result.evaluations.get('a')!.findings;
        expect(
          findings.map(({ state, message }) => `${state} ${reason.test(message) ? 'rightly' : message}`),
          `${name} of ${form}`,
        ).toEqual(['notEvaluated rightly']);
        expect(result.evaluations.get('a')!.denials).toHaveLength(1);
      }
    }
    await expectGoodEverywhere();
  });

  it.each(harmless)('%s does no harm', async (_name, rules) => {
    const text = `t := concat("", [x | some i in numbers.range(1, 5000); i > 0; x := "x"])\n${rules}`;
    const policies = [source(good), ...forms.map(([, make]) => ({ ...make(text), timeLimit: 10 }))];
    const result = await run({ renderings: one, policies });
    expect(lines(result)).toEqual([
      'K8sHostile/hostile pass a',
      'good pass a',
      'hostile pass a',
      'main.deny pass a',
    ]);
  });

  it('that throw 10,000 times in the three forms, and then good ones in the same process', async () => {
    const rules = 'deny contains "no" if http.send({"url": input.object.metadata.name})';
    const objects = Array.from({ length: 3_334 }, (_, n) => object('Pod', `pod-${n}`));
    const policies = forms.map(([, make]) => ({ ...make(rules), allow: ['http.send'] }));
    const result = await run({ renderings: [rendering('a', ...objects)], policies });
    const findings = result.evaluations.get('a')!.findings;
    expect(findings).toHaveLength(3 * 3_334);
    expect(new Set(findings.map(({ state, message }) => `${state}: ${message}`))).toEqual(
      new Set(['notEvaluated: http.send was called, and a policy gate has no network']),
    );
    await expectGoodEverywhere();
  });

  it('that never end do not take their time for every object', async () => {
    const [, rules] = hostile[0]!;
    const objects = Array.from({ length: 50 }, (_, n) => object('Pod', `pod-${n}`));
    const start = performance.now();
    const result = await run({
      renderings: [rendering('a', ...objects)],
      policies: [limited(policy('hostile', rules))],
    });
    expect(performance.now() - start).toBeLessThan(20_000);
    const messages = result.evaluations.get('a')!.findings.map(({ message }) => message);
    expect(messages.filter((message) => tooLong.test(message))).toHaveLength(3);
    expect(messages.filter((message) => message.startsWith('not tried again after'))).toHaveLength(47);
  });
});

describe('hostile CEL', () => {
  const list = `[${Array.from({ length: 20 }, (_, n) => n).join(',')}]`;
  const reason =
    /the expression costs more than 100000 units$|^it ran for more than 0.2 s$|^not tried again after/;
  const heavy = `${list}.map(a, ${list}.map(b, ${list}.map(c, ${list}.map(d, a + b + c + d)))).size() == 0`;

  it.each([
    ['one expression that costs too much', 1],
    ['hundreds of them', 200],
  ])('%s', async (_name, count) => {
    const variables = Array.from({ length: count }, (_, n) => ({ name: `v${n}`, expression: heavy }));
    const expression = variables.map(({ name }) => `variables.${name}`).join(' || ');
    const policies = [
      gatekeeperOf({ engine: 'K8sNativeValidation', source: { variables, validations: [{ expression }] } }),
    ];
    const objects = Array.from({ length: 20 }, (_, n) => object('Pod', `pod-${n}`));
    const start = performance.now();
    const result = await run({ renderings: [rendering('a', ...objects)], policies });
    expect(performance.now() - start).toBeLessThan(20_000);
    const { findings } = result.evaluations.get('a')!;
    expect(
      findings.map(({ state, message }) => `${state} ${reason.test(message) ? 'rightly' : message}`),
    ).toEqual(objects.map(() => 'notEvaluated rightly'));
    await expectGoodEverywhere();
  });
});

describe('hostile documents', () => {
  const rego = inTemplate(goodEverywhere);

  it.each([
    [
      'a million lines of Rego',
      () => gatekeeper(`${rego}\n${'a := 1\n'.repeat(1_000_000)}`),
      'the Rego is longer than 4 MB',
    ],
    [
      'brackets that overflow the compiler',
      () => gatekeeper(`${rego}\nb := ${'['.repeat(20_000)}${']'.repeat(20_000)}`),
      'the Rego compiler gave up on these policies',
    ],
    [
      'a glob that is an expression',
      () => gatekeeper(rego, '{match: {name: "(a+)+$"}}'),
      'match.name must be a name',
    ],
    [
      'aliases that explode',
      () => {
        const levels = Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}]`);
        return gatekeeper(rego, `{parameters: {a0: &a0 [x], ${levels.join(', ')}}}`);
      },
      'aliases',
    ],
  ])('%s', async (_name, make, message) => {
    const start = performance.now();
    await expect((async () => run({ renderings, policies: [make()] }))()).rejects.toThrow(message);
    expect(performance.now() - start).toBeLessThan(10_000);
    await expectGoodEverywhere();
  });

  it('the compiler is ended after its time, and compiles again', () => {
    const reactor = new Reactor(findArtifact()!);
    const modules = [
      `package p\n\n${Array.from({ length: 20_000 }, (_, n) => `a${n % 500} := 1\n`).join('')}`,
    ];
    expect(() => reactor.call('mcp_inspect', { modules }, undefined, 100)).toThrow(
      'it ran for more than 0.1 s',
    );
    expect(reactor.call('mcp_inspect', { modules: ['package p\n\na := 1\n'] })).toMatchObject({
      problems: null,
    });
  });
});
