import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { RegoProgram } from '../../src/rego/program.ts';
import { memoryCache } from './memory-cache.ts';

const now = new Date('2026-11-24T11:00:00Z');

async function load(rules: string, ...names: string[]) {
  const modules = [{ path: 'policies/a.rego', text: `package a\n\n${rules}\n` }];
  const compiler = await RegoCompiler.open(memoryCache());
  const wasm = await compiler.compile(
    modules,
    names.map((name) => `a/${name}`),
  );
  const program = await RegoProgram.load(wasm, modules, now);
  return (name: string, input: Json) => program.evaluate(`a/${name}`, encode(JSON.stringify(input)));
}

function encode(text: string): ArrayBuffer {
  const bytes = new TextEncoder().encode(text);
  return bytes.buffer.slice(0, bytes.byteLength);
}

describe('a program', () => {
  it('sees inputs that are falsy in JavaScript', async () => {
    const evaluate = await load('out := [input, is_null(input)]', 'out');
    for (const value of [0, false, '', null]) expect(evaluate('out', value)).toEqual([value, value === null]);
  });

  it('is undefined where the rule is', async () => {
    const evaluate = await load('out if input.x == 1', 'out');
    expect(evaluate('out', {})).toBeUndefined();
    expect(evaluate('out', { x: 1 })).toBe(true);
  });

  it('has the time of the run', async () => {
    const evaluate = await load('out := time.date(time.now_ns())', 'out');
    expect(evaluate('out', null)).toEqual([2026, 11, 24]);
  });

  it('calls what is neither native to Wasm nor to mcp in OPA itself', async () => {
    const evaluate = await load(
      'out := [regex.replace("aab", "a+", "x"), semver.compare("1.2.3", "1.10.0"), units.parse_bytes("1Ki")]',
      'out',
    );
    expect(evaluate('out', null)).toEqual(['xb', -1, 1024]);
  });

  it('takes the error of a builtin for undefined', async () => {
    const evaluate = await load('out := "undefined" if not semver.compare("x", "y")', 'out');
    expect(evaluate('out', null)).toBe('undefined');
  });

  it('hands every value to OPA and back unchanged', async () => {
    const evaluate = await load(
      'out := json.patch([input], []) == [input]\necho := json.patch([input], [])',
      'out',
      'echo',
    );
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3, noUnicodeString: false }), (value) => {
        const input = JSON.parse(JSON.stringify(value)) as Json;
        expect(evaluate('out', input)).toBe(true);
        expect(evaluate('echo', input)).toEqual([input]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a throw', () => {
  const rules = 'fails := input.x\nfails := 2 if input.x\nworks := input.x';

  it("names the place in the user's file", async () => {
    const evaluate = await load(rules, 'fails');
    expect(() => evaluate('fails', { x: 1 })).toThrow(
      expect.objectContaining({
        code: 'REGO_FAILED',
        message: 'policies/a.rego:4:1: var assignment conflict',
      }),
    );
  });

  it('does no harm to what follows, however often it happens', async () => {
    const evaluate = await load(rules, 'fails', 'works');
    const text = 'x'.repeat(10_000);
    for (let round = 0; round < 2_000; round++)
      expect(() => evaluate('fails', { x: text })).toThrow('conflict');
    expect(evaluate('works', { x: text })).toBe(text);
  });

  it('is what becomes of too much memory, and memory is given back', async () => {
    const evaluate = await load(
      'huge := count([x | some a in numbers.range(1, 4000); some b in numbers.range(1, 4000); x := [a, b]])\nworks := 1',
      'huge',
      'works',
    );
    expect(() => evaluate('huge', null)).toThrow(expect.objectContaining({ code: 'REGO_FAILED' }));
    expect(evaluate('works', null)).toBe(1);
  });
});
