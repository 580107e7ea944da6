import { describe, expect, it } from 'vitest';
import type { PolicySource } from '../../../src/model/policy.ts';
import { lines, object, policy, rendering, run, source } from './policies.ts';

const good = policy('good', 'deny contains "no" if input.object.metadata.name == "b"');
const tooLong = /^it ran for more than 0.2 s$/;
const tooMuch =
  /^it ran for more than 0.2 s$|^it took more than 256 MB of memory$|^it nests too deeply$|^memory access out of bounds$|^the Wasm program ended/;

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
  [
    'doubles a text 40 times',
    [
      't0 := input.object.metadata.name',
      ...Array.from({ length: 40 }, (_, n) => `t${n + 1} := concat("", [t${n}, t${n}])`),
      'deny contains t40',
    ].join('\n'),
    tooMuch,
  ],
  [
    'makes OPA itself allocate gigabytes',
    'deny contains "no" if count(numbers.range_step(1, 4000000000, 1)) == count(input)',
    tooMuch,
  ],
  [
    'nests brackets 200,000 deep',
    'deny contains "no" if json.unmarshal(concat("", [x | some i in numbers.range(1, 200000); i > count(input) - 9; x := "["])) == 1',
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
];

function limited(...texts: readonly string[]): PolicySource {
  return { ...source(...texts), timeLimit: 0.2 };
}

const renderings = [rendering('a', object('Pod', 'a'), object('Pod', 'b'))];
const goodLines = ['good pass a', 'good fail b no'];

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

  it.each(harmless)('%s does no harm', async (_name, rules) => {
    const text = `t := concat("", [x | some i in numbers.range(1, 5000); i > 0; x := "x"])\n${rules}`;
    const result = await run({ renderings, policies: [source(good, policy('hostile', text))] });
    expect(lines(result)).toEqual([...goodLines, 'hostile pass a', 'hostile pass b']);
  });

  it('that throw 10,000 times, and then good ones in the same process', async () => {
    const thrower = policy('hostile', 'deny contains "no" if http.send({"url": input.object.metadata.name})');
    const objects = Array.from({ length: 10_000 }, (_, n) => object('Pod', `pod-${n}`));
    const policies = [{ ...source(thrower), allow: ['http.send'] }];
    const result = await run({ renderings: [rendering('a', ...objects)], policies });
    const findings = result.evaluations.get('a')!.findings;
    expect(findings).toHaveLength(10_000);
    expect(new Set(findings.map(({ state, message }) => `${state}: ${message}`))).toEqual(
      new Set(['notEvaluated: http.send was called, and a policy gate has no network']),
    );
    expect(lines(await run({ renderings, policies: [source(good)] }))).toEqual(goodLines);
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
