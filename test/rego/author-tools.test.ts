import { describe, expect, it } from 'vitest';
import { checkModules } from '../../src/rego/check.ts';
import { explainRule } from '../../src/rego/explain.ts';
import { formatModules } from '../../src/rego/format.ts';
import { runTests } from '../../src/rego/run-tests.ts';
import { memoryCache } from './memory-cache.ts';

const now = new Date('2026-11-24T11:00:00Z');
const module = (text: string, path = 'a.rego') => ({ path, text });
const options = { data: {}, allow: [], run: '', coverage: false, trace: false, timeout: 5000 };

describe('checkModules', () => {
  it('remembers by content, and tells places by the paths of today', async () => {
    const cache = memoryCache();
    const modules = [module('package a\n\nimport data.x\n')];
    const first = await checkModules(modules, cache);
    expect(first.map(({ message }) => message)).toEqual(['import data.x unused']);
    const moved = await checkModules([{ ...modules[0]!, path: 'b.rego' }], cache);
    expect(moved).toEqual([{ ...first[0], position: { file: 'b.rego', line: 3, column: 1 } }]);
    expect(cache.entries.size).toBe(1);
  });

  it('takes a builtin that is allowed by name', async () => {
    const modules = [module('package a\n\nx := opa.runtime()\n')];
    expect(await checkModules(modules, memoryCache())).toHaveLength(1);
    expect(await checkModules(modules, memoryCache(), ['opa.runtime'])).toEqual([]);
  });

  it('leaves what only a broken module could answer for', async () => {
    const modules = [
      module('package a\n\nf(x) :=\n'),
      module('package b\n\nimport data.a\n\nx := a.f(1)\n', 'b.rego'),
      module('package c\n\nx := data.nowhere.f(1)\n', 'c.rego'),
    ];
    const places = async (list: typeof modules) =>
      (await checkModules(list, memoryCache())).map(({ position }) => position?.file);
    expect(await places(modules)).toEqual(['a.rego']);
    expect(await places(modules.slice(2))).toEqual(['c.rego']);
  });

  it('counts columns in UTF-16 units', async () => {
    const [mistake] = await checkModules([module('package a\n\nx := concat("😀", 1)\n')], memoryCache());
    expect(mistake?.position).toEqual({ file: 'a.rego', line: 3, column: 6 });
  });
});

describe('formatModules', () => {
  it('formats each by its own version of Rego, and nothing twice', () => {
    const old = { path: 'old.rego', text: 'package a\nx { input.y }\n', version: 'v0' as const };
    const { modules, mistakes } = formatModules([old, module('package b\nx  if input.y\n')]);
    expect(mistakes).toEqual([]);
    expect(modules.map(({ text }) => text)).toEqual([
      'package a\n\nx {\n\tinput.y\n}\n',
      'package b\n\nx if input.y\n',
    ]);
    expect(formatModules(modules).modules).toEqual(modules);
  });
});

describe('runTests', () => {
  it('sees the clock of the run, data, and nothing of the machine', () => {
    const text = [
      'package a_test',
      `test_clock if time.now_ns() == ${now.getTime()}000000`,
      'test_data if data.x == 1',
      '',
    ].join('\n\n');
    const { tests } = runTests([module(text)], { ...options, data: { x: 1 } }, now);
    expect(tests.map(({ outcome }) => outcome)).toEqual(['pass', 'pass']);
  });

  it('refuses what a gate refuses', () => {
    const { mistakes, tests } = runTests(
      [module('package a_test\n\ntest_x if http.send({})\n')],
      options,
      now,
    );
    expect(mistakes[0]?.message).toMatch(/http\.send is refused/u);
    expect(tests).toEqual([]);
  });

  it('keeps tests of one name in one package apart', () => {
    const text = 'package a_test\n\ntest_x if true\n\ntest_x if false\n';
    const { tests } = runTests([module(text)], options, now);
    expect(tests.map(({ name, outcome, position }) => [name, outcome, position.line])).toEqual([
      ['test_x', 'pass', 3],
      ['test_x#01', 'fail', 5],
    ]);
    expect(tests[1]?.failures[0]?.position?.line).toBe(5);
  });
});

describe('explainRule', () => {
  const text = `package p

deny contains {"msg": "m", "n": n} if {
	some n in input.list
	n > 1
	not input.quiet
}
`;

  it('tells each result apart, with what its variables were', () => {
    const input = { list: [1, 2, 3] };
    const { results } = explainRule([module(text)], { rule: 'data.p.deny', input }, now);
    expect(results.map(({ value }) => value)).toEqual([
      { msg: 'm', n: 2 },
      { msg: 'm', n: 3 },
    ]);
    expect(results[1]?.expressions.map(({ text: line, values }) => [line, values])).toEqual([
      ['some n in input.list', [{ name: 'n', value: '3' }]],
      ['n > 1', [{ name: 'n', value: '3' }]],
      ['not input.quiet', []],
    ]);
  });

  it('is empty where nothing was found, and says what is wrong with the policy', () => {
    const quiet = { list: [2], quiet: true };
    expect(explainRule([module(text)], { rule: 'data.p.deny', input: quiet }, now).results).toEqual([]);
    const { mistakes } = explainRule(
      [module('package p\n\nx :=\n')],
      { rule: 'data.p.deny', input: {} },
      now,
    );
    expect(mistakes.length).toBeGreaterThan(0);
  });
});
