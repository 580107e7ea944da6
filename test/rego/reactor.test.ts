import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findArtifact } from '../../src/rego/artifact.ts';
import { sharedReactor } from '../../src/rego/reactor-backend.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
if (findArtifact() === undefined) execFileSync('node', ['src/rego/compiler/build.mjs'], { cwd: root });
const reactor = sharedReactor()!;

describe('the reactor', () => {
  it('is the version of OPA that go.mod names', () => {
    expect(reactor.call('mcp_version', {})).toMatchObject({ opa: findArtifact()?.opa });
  });

  it('sees the time that a call is given, in builtins that ask for it deep inside', () => {
    const now = new Date('2026-11-24T11:00:00Z');
    expect(reactor.callBuiltin('time.now_ns', [], now)).toBe(`${now.getTime()}000000`);
    expect(reactor.callBuiltin('time.clock', ['[0, "Asia/Tokyo"]'], now)).toBe('[9,0,0]');
  });

  it('keeps sets and large numbers, and quotes as JSON does', () => {
    const patch = '[{"op": "add", "path": "/b", "value": {1, "\\u0007\\u007f\\"é😀"}}]';
    const result = reactor.callBuiltin(
      'json.patch',
      ['{"a": 123456789012345678901234567890, 1: set()}', patch],
      new Date(0),
    );
    expect(result).toContain('"a":123456789012345678901234567890');
    expect(result).toContain('1:set()');
    expect(result).toContain('\\u0007\u007f\\"é😀');
  });

  it('is undefined where a builtin fails', () => {
    expect(reactor.callBuiltin('json.patch', ['1', '2'], new Date(0))).toBeUndefined();
  });

  it('makes no call to what a gate must not see', () => {
    expect(() => reactor.callBuiltin('http.send', ['{}'], new Date(0))).toThrow('no builtin http.send');
  });

  it('survives what breaks the program', () => {
    const deep = `package a\n\nx := ${'['.repeat(200_000)}`;
    const attempt = () => reactor.call('mcp_inspect', { modules: [deep] });
    let outcome: unknown;
    try {
      outcome = attempt();
    } catch (error) {
      outcome = error;
    }
    expect(outcome).toBeDefined();
    expect(reactor.callBuiltin('strings.count', ['"banana"', '"a"'], new Date(0))).toBe('3');
  });

  it('does not let V8 optimise the one huge function in it, which takes 0.6 s and 260 MB', () => {
    const program = `
      const { sharedReactor } = await import('./src/rego/reactor-backend.ts');
      sharedReactor().call('mcp_inspect', { modules: ['package a'] });`;
    const flags = ['--trace-wasm-compilation-times', '--input-type=module', '--eval', program];
    const trace = execFileSync(process.execPath, flags, { cwd: root, encoding: 'utf8' });
    const sizes = [...trace.matchAll(/using TurboFan.* bodysize (\d+)/g)].map(([, size]) => Number(size));
    expect(trace).toContain('Liftoff');
    expect(sizes.filter((size) => size > 100_000)).toEqual([]);
  });
});
