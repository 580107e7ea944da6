import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotBuiltins } from '../../src/rego/hot-builtins.ts';
import type { RegoModule } from '../../src/model/policy.ts';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { RegoProgram } from '../../src/rego/program.ts';
import { sharedReactor } from '../../src/rego/reactor-backend.ts';
import { refusedBuiltins } from '../../src/rego/refused.ts';
import { opaModuleFolder } from '../conformance/cases.ts';
import { hostBuiltins } from './host-builtins-of.ts';
import { memoryCache } from './memory-cache.ts';

interface Builtin {
  readonly name: string;
  readonly decl: { readonly args?: readonly unknown[]; readonly result?: unknown };
}

const { builtins } = JSON.parse(readFileSync(join(opaModuleFolder(), 'capabilities.json'), 'utf8')) as {
  readonly builtins: readonly Builtin[];
};

/** The compiler replaces these, so no policy ever calls them. */
const compiledAway = ['assign', 'eq', 'print', 'rego.metadata.chain', 'rego.metadata.rule'];

const called = builtins.filter(({ name }) => !compiledAway.includes(name));
const allow = [...refusedBuiltins.keys()];
const compiler = await RegoCompiler.open(memoryCache());
const modules: readonly RegoModule[] = [
  // Rego v1 has no way to call those that are deprecated.
  { path: 'all.rego', text: `package all\n\n${called.map(ruleFor).join('\n')}\n`, version: 'v0' },
];
const entrypoints = called.map((_builtin, index) => `all/r${index}`);
const wasm = await compiler.compile(modules, entrypoints, allow);
const asked = new Set(hostBuiltins(wasm).map((name) => name.replace('mcp_host.', '')));

/** Without a result, a call stands as a condition. */
function ruleFor({ name, decl }: Builtin, index: number): string {
  const values = (decl.args ?? []).map((_arg, position) => `input.a${position}`);
  // The compiler makes its arguments itself: sets with the possible values.
  const call = name.startsWith('internal.print')
    ? `${name}([{${values.join('')}}])`
    : `${name}(${values.join(', ')})`;
  return decl.result === undefined ? `r${index} { ${call} }` : `r${index} := ${call}`;
}

const placeOf = (name: string): string => {
  if (compiledAway.includes(name)) return 'gone when compiled';
  const reason = refusedBuiltins.get(name);
  if (reason !== undefined) return `refused: ${reason}`;
  if (!asked.has(name)) return 'native to Wasm';
  if (name === 'time.now_ns') return 'the time of the run';
  return hotBuiltins.has(name) ? 'JavaScript, odd cases OPA in the reactor' : 'OPA in the reactor';
};

describe('every builtin of OPA', () => {
  it('is supplied, or refused with a reason', () => {
    const places = new Map<string, string[]>();
    for (const { name } of builtins) places.set(placeOf(name), [...(places.get(placeOf(name)) ?? []), name]);
    expect(Object.fromEntries([...places].sort())).toMatchSnapshot();
  });

  it('that the host must supply is there', () => {
    const reactor = sharedReactor()!;
    const without = called
      .filter(({ name }) => placeOf(name) === 'OPA in the reactor')
      .filter(({ name, decl }) => {
        const values = (decl.args ?? []).map(() => 'null');
        try {
          reactor.callBuiltin(name, values, new Date(0));
          return false;
        } catch {
          return true;
        }
      });
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('can be bound when all of them are allowed', async () => {
    await expect(RegoProgram.load(wasm, modules, new Date(0), { allow })).resolves.toBeDefined();
  });
});
