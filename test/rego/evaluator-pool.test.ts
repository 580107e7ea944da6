import { describe, expect, it } from 'vitest';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { RegoProgram } from '../../src/rego/program.ts';
import type { RegoCall } from '../../src/rego/program.ts';
import { memoryCache } from './memory-cache.ts';

const rules = [
  'out := {"input": input, "data": data.base, "replaced": regex.replace("aab", "a+", "x")}',
  'fails := input.x',
  'fails := 2 if input.x == 1',
  'endless := count([1 | some a in ns; some b in ns; some c in ns; a + b + c == 0])',
  'ns := numbers.range(1, 3000)',
];
const modules = [{ path: 'policies/a.rego', text: `package a\n\n${rules.join('\n')}\n` }];
const compiler = await RegoCompiler.open(memoryCache());
const wasm = await compiler.compile(modules, ['a/out', 'a/fails', 'a/endless']);

/** Hands everything over to the workers at once. */
const load = () => RegoProgram.load(wasm, modules, new Date(0), { patience: 0, timeLimit: 300 });

describe('evaluations on all cores', () => {
  it('are what they are on one, in order, with places and data', async () => {
    const calls = Array.from({ length: 500 }, (_, x): RegoCall => ({
      entrypoint: x % 7 === 0 ? 'a/fails' : 'a/out',
      input: JSON.stringify({ x }),
      ...(x % 2 === 0 ? {} : { data: JSON.stringify({ base: x }) }),
    }));
    const program = await load();
    const alone = await RegoProgram.load(wasm, modules, new Date(0), { patience: Infinity });
    for (const each of [program, alone]) each.setData('{"base": "own"}');
    const [many, again, one] = await Promise.all([
      program.evaluateAll(calls),
      program.evaluateAll(calls.toReversed()),
      alone.evaluateAll(calls),
    ]);
    expect(many).toEqual(one);
    expect(again.toReversed()).toEqual(one);
    expect(one[1]).toMatchObject({ value: { input: { x: 1 }, data: 1, replaced: 'xb' } });
    expect(one[2]).toMatchObject({ value: { data: 'own' } });
  });

  it('are each bounded in time, and others go on', async () => {
    const program = await load();
    const calls = Array.from({ length: 100 }, (_, x): RegoCall => ({
      entrypoint: x === 40 ? 'a/endless' : 'a/out',
      input: JSON.stringify({ x }),
    }));
    const answers = await program.evaluateAll(calls);
    expect(answers[40]).toMatchObject({ code: 'REGO_FAILED', message: 'it ran for more than 0.3 s' });
    expect(answers.filter((answer) => 'value' in answer)).toHaveLength(99);
  });
});
