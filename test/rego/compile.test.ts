import { describe, expect, it } from 'vitest';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { chooseBackend } from '../../src/rego/choose-backend.ts';
import { memoryCache } from './memory-cache.ts';

const compiler = await RegoCompiler.open(memoryCache());

function inspect(...texts: string[]) {
  return compiler.inspect(
    texts.map((text, index) => ({ path: `policies/${'abc'[index] ?? ''}.rego`, text })),
  );
}

async function readsOf(body: string, library = 'package lib') {
  const packages = await inspect(`package a\nimport data.lib\ndeny contains x if { ${body} }`, library);
  return packages.find(({ path }) => path[0] === 'a')!.rules[0]!;
}

describe('mistakes in Rego', () => {
  it.each([
    ['a parse error', 'package a\n\ndeny contains x if {\n\tx := \n}\n', 5, 1, 'unexpected }'],
    ['an unsafe variable', 'package a\n\nx contains y\n', 3, 12, 'var y is unsafe'],
    ['a type error', 'package a\n\nx := 1 + "a"\n', 3, 6, 'plus: invalid argument'],
    ['a recursion', 'package a\n\nx if y\n\ny if x\n', 3, 1, 'rule data.a.x is recursive'],
    ['an undefined function', 'package a\n\nx := lib.f(1)\n', 3, 6, 'undefined function lib.f'],
    [
      'columns beyond the basic plane',
      'package a\n\nx if { "😀é" != ""; nope(1) }\n',
      3,
      21,
      'undefined function nope',
    ],
    ['an empty file', '', 1, 1, 'empty module'],
    ['old syntax', 'package a\n\ndeny[x] { x := 1 }\n', 3, 1, '`contains` keyword is required'],
    ['METADATA that is no YAML', '# METADATA\n# title: "\npackage a\n', 2, 1, 'yaml'],
  ])('%s', async (_name, text, line, column, message) => {
    const error = await inspect('package lib', text).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'REGO_INVALID',
      position: { file: 'policies/b.rego', line, column },
    });
    expect((error as Error).message).toContain(message);
  });

  it.each([
    ['http.send({"method": "get", "url": "http://x"})', 'has no network'],
    ['net.lookup_ip_addr("x")', 'has no network'],
    ['opa.runtime()', 'does not see the machine that it runs on'],
    ['rand.intn("x", 10)', 'has no randomness'],
    ['uuid.rfc4122("x")', 'has no randomness'],
  ])('refuses %s', async (call, reason) => {
    await expect(inspect(`package a\n\nimport data.x\n\ny := ${call}\n`)).rejects.toMatchObject({
      code: 'REGO_INVALID',
      message: `${call.slice(0, call.indexOf('('))} is refused: a policy gate ${reason}`,
      position: { file: 'policies/a.rego', line: 5, column: 6 },
    });
  });
});

describe('what is in modules', () => {
  it('tells METADATA, rules and places', async () => {
    const text = [
      '# METADATA',
      '# title: A title',
      '# description: More',
      '# custom:',
      '#   id: a-policy',
      '#   n: [1, true]',
      'package a["b.c"]',
      '',
      'deny contains 1',
      'complete := 1',
      'f(x) := x',
      'object[x] := 1 if x := 2',
    ].join('\n');
    const [found] = await inspect(text);
    expect(found).toMatchObject({
      path: ['a', 'b.c'],
      position: { file: 'policies/a.rego', line: 7, column: 1 },
      annotations: {
        position: { line: 1 },
        title: 'A title',
        description: 'More',
        custom: { id: 'a-policy', n: [1, true] },
      },
    });
    expect(found!.rules.map(({ name, kind, position }) => [name, kind, position.line])).toEqual([
      ['deny', 'set', 9],
      ['complete', 'complete', 10],
      ['f', 'function', 11],
      ['object', 'object', 12],
    ]);
  });

  it.each([
    ['a plain path', 'x := input.cluster.labels.env', [['cluster', 'labels', 'env']]],
    ['a quoted key', 'x := input.cluster.labels["a.b/c"]', [['cluster', 'labels', 'a.b/c']]],
    ['a key chosen at run time', 'some k; x := input.cluster.labels[k]', [['cluster', 'labels']]],
    ['an element', 'x := input.cluster.taints[0].key', [['cluster', 'taints']]],
    ['a whole that covers a part', 'x := input.cluster; input.cluster.name', [['cluster']]],
    ['an alias', 'c := input; x := c.cluster.name', [[]]],
    ['input handed on', 'x := lib.f(input)', [[]]],
    ['input handed on to a builtin', 'x := object.get(input, ["a"], 1)', [[]]],
    ['nested comprehension', 'x := {y | some y in [z | z := input.a.b]}', [['a', 'b']]],
    ['negation and every', 'not input.a; every e in [1] { e == input.b }; x := 1', [['a'], ['b']]],
    ['with', 'x := data.lib.r with input as {"a": input.z}', [['p', 'q'], ['z']]],
    ['a rule elsewhere', 'x := data.lib.r', [['p', 'q']]],
    ['a rule chosen at run time', 'some n; x := data.lib[n]', [['p', 'q'], ['s']]],
    ['nothing', 'x := 1', []],
  ])('knows what is read: %s', async (_name, body, reads) => {
    const library = 'package lib\nf(x) := x\nr := input.p.q\ns contains input.s\n';
    expect((await readsOf(body, library)).reads).toEqual(reads);
  });

  it('follows else', async () => {
    const rule = await readsOf('x := lib.r', 'package lib\nr := 1 if input.a == 1 else := input.b');
    expect(rule.reads).toEqual([['a'], ['b']]);
  });

  it.each([
    ['x := time.now_ns()', true],
    ['x := lib.late', true],
    ['x := time.clock(0)', false],
  ])('knows whether %s asks for the time', async (body, clock) => {
    expect((await readsOf(body, 'package lib\nlate if time.now_ns() > 1')).clock).toBe(clock);
  });
});

describe('the cache', () => {
  const modules = [{ path: 'a.rego', text: 'package a\n\nx := 1' }];

  it('gives the same bytes as the compiler, which is not asked again', async () => {
    const cache = memoryCache();
    const first = await (await RegoCompiler.open(cache)).compile(modules, ['a/x']);
    expect(cache.misses).toEqual(['rego']);
    expect(await (await RegoCompiler.open(cache)).compile(modules, ['a/x'])).toEqual(first);
    expect(cache.misses).toEqual(['rego']);
    expect(await compiler.compile(modules, ['a/x'])).toEqual(first);
  });

  it('tells apart texts and entrypoints, and keeps no mistakes', async () => {
    const cache = memoryCache();
    const cached = await RegoCompiler.open(cache);
    await cached.compile(modules, ['a/x']);
    await cached.compile([{ path: 'a.rego', text: 'package a\n\nx := 2\ny := 1' }], ['a/x']);
    await cached.compile([{ path: 'a.rego', text: 'package a\n\nx := 2\ny := 1' }], ['a/y']);
    await expect(cached.inspect([{ path: 'a.rego', text: 'package' }])).rejects.toThrow();
    expect(cache.entries.size).toBe(3);
  });

  it('gives places by the paths of today', async () => {
    const cached = await RegoCompiler.open(memoryCache());
    await cached.inspect(modules);
    const [found] = await cached.inspect([{ ...modules[0]!, path: 'moved.rego' }]);
    expect(found!.position.file).toBe('moved.rego');
  });
});

it('says how to get a compiler when there is none', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nonexistent';
  try {
    const error = await chooseBackend(undefined).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'REGO_UNAVAILABLE' });
    expect((error as { hint: string }).hint).toMatch(/npm run build.*opa 1\.x/);
  } finally {
    process.env['PATH'] = path;
  }
});
