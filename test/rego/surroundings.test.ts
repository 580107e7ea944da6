import { describe, expect, it } from 'vitest';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { RegoProgram } from '../../src/rego/program.ts';
import { sharedReactor } from '../../src/rego/reactor-backend.ts';
import { refusedBuiltins } from '../../src/rego/refused.ts';
import { memoryCache } from './memory-cache.ts';

const compiler = await RegoCompiler.open(memoryCache());
const now = new Date('2026-11-24T11:00:00Z');

async function evaluate(expression: string, allow: readonly string[], time = now) {
  const modules = [{ path: 'a.rego', text: `package a\n\nout := ${expression}\n` }];
  const wasm = await compiler.compile(modules, ['a/out'], allow);
  const program = await RegoProgram.load(wasm, modules, time, { allow, env: { STAGE: 'prod' } });
  return program.evaluate('a/out', new TextEncoder().encode('null').buffer);
}

it('both lists of refused builtins are one', () => {
  expect(sharedReactor()!.call('mcp_version', {})).toMatchObject({
    refused: [...refusedBuiltins.keys()].sort(),
  });
});

describe('a builtin that a policy set allows', () => {
  it('is the only one', async () => {
    const both = '[opa.runtime(), rand.intn("a", 9)]';
    await expect(evaluate(both, ['opa.runtime'])).rejects.toMatchObject({
      code: 'REGO_INVALID',
      message: 'rand.intn is refused: a policy gate has no randomness',
      position: { line: 3 },
    });
  });

  it('opa.runtime gives the environment', async () => {
    expect(await evaluate('opa.runtime().env.STAGE', ['opa.runtime'])).toBe('prod');
  });

  it.each(['rand.intn("a", 1000000000)', 'uuid.rfc4122("a")'])(
    '%s depends on the run alone',
    async (call) => {
      const allow = ['rand.intn', 'uuid.rfc4122'];
      const value = await evaluate(call, allow);
      expect(await evaluate(call, allow)).toBe(value);
      expect(await evaluate(call.replace('"a"', '"b"'), allow)).not.toBe(value);
      expect(await evaluate(call, allow, new Date(0))).not.toBe(value);
    },
  );

  it.each(['http.send({"method": "get", "url": "http://x"})', 'net.lookup_ip_addr("x.example")'])(
    '%s fails where it is called, because there is no network',
    async (call) => {
      const name = call.slice(0, call.indexOf('('));
      await expect(evaluate(call, [name])).rejects.toMatchObject({
        code: 'REGO_FAILED',
        message: `${name} was called, and a policy gate has no network`,
      });
      expect(await evaluate(`[1 | false; ${call}]`, [name])).toEqual([]);
    },
  );

  it('makes verdicts depend on more than the input', async () => {
    const text = 'package a\n\nout := opa.runtime()\n\nother := 1\n';
    const [found] = await compiler.inspect([{ path: 'a.rego', text }], ['opa.runtime']);
    expect(found!.rules.map(({ name, clock }) => [name, clock])).toEqual([
      ['out', true],
      ['other', false],
    ]);
  });
});

it('is refused in a module that was compiled elsewhere, too', async () => {
  const modules = [{ path: 'a.rego', text: 'package a\n\nout := opa.runtime()\n' }];
  const wasm = await compiler.compile(modules, ['a/out'], ['opa.runtime']);
  await expect(RegoProgram.load(wasm, modules, now)).rejects.toMatchObject({ code: 'REGO_INVALID' });
});
