import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RegoModule } from '../../src/model/policy.ts';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { PolicyInstance } from '../../src/rego/policy-instance.ts';
import { sharedReactor } from '../../src/rego/reactor-backend.ts';
import { sortTerms } from '../../src/rego/term-order.ts';
import { readTerm, RegoNumber, RegoObject, RegoSet } from '../../src/rego/term-text.ts';
import type { RegoTerm } from '../../src/rego/term-text.ts';
import { opaModuleFolder } from '../conformance/cases.ts';
import { hostBuiltins } from './host-builtins-of.ts';
import { memoryCache } from './memory-cache.ts';

/** A type as OPA declares it. */
interface Type {
  readonly type: string;
  readonly of?: Type | readonly Type[];
  readonly dynamic?: Type | { readonly key: Type; readonly value: Type };
  readonly static?: readonly Type[];
}

interface Builtin {
  readonly name: string;
  readonly decl: { readonly args?: readonly Type[]; readonly result?: unknown };
}

const { builtins } = JSON.parse(readFileSync(join(opaModuleFolder(), 'capabilities.json'), 'utf8')) as {
  readonly builtins: readonly Builtin[];
};

/**
 * Gone when compiled, called by the compiler alone, or a relation, which OPA's own cases hold; glob.match says false to
 * some patterns that are none, where OPA is undefined.
 */
const others = ['assign', 'eq', 'print', 'internal.print', 'internal.template_string', 'walk', 'glob.match'];
const asked = builtins.filter(
  ({ name, decl }) => decl.result !== undefined && !others.includes(name) && !name.startsWith('rego.'),
);
const compiler = await RegoCompiler.open(memoryCache());
const reactor = sharedReactor()!;
const surroundings = { now: new Date(0), env: {}, allow: asked.map(({ name }) => name), paths: [] };

async function compiled(called: readonly Builtin[]) {
  const rules = called.map(
    ({ name, decl }, index) =>
      `r${index} = x { x := ${name}(${(decl.args ?? []).map((_arg, at) => `input[${at}]`).join(', ')}) }`,
  );
  // Rego v1 has no way to call those that are deprecated.
  const module: RegoModule = {
    path: 'all.rego',
    text: `package all\n\n${rules.join('\n')}\n`,
    version: 'v0',
  };
  return compiler.compile(
    [module],
    called.map((_builtin, index) => `all/r${index}`),
    surroundings.allow,
  );
}

const ofHost = new Set(hostBuiltins(await compiled(asked)));
const natives = asked.filter(({ name }) => !ofHost.has(name) && !ofHost.has(`mcp_host.${name}`));
const module = new WebAssembly.Module(await compiled(natives));

const text = fc
  .oneof(
    fc.constantFrom(
      '',
      'a',
      'A',
      'ab',
      'b',
      '.',
      '/',
      '*',
      '[a-z]+',
      '(a)(b)?',
      '10.0.0.0/8',
      '10.1.2.3',
      '2001:db8::/32',
      '::1',
      'é',
      '😀',
      '"',
      '\\',
      '\n',
      '<&>',
      '\u2028',
      ' a ',
      '1',
      '-1.5',
      '0x1f',
      '1e3',
      'true',
      'null',
      '{"a": [1, {"b": 2.50}]}',
      '[1, "a"]',
      '{"a":',
      'YWI=',
      'YQ',
      'a=1&b=2',
      '%C3%A9',
      'ß',
      'ſ',
      'İ',
      'ǆ',
    ),
    fc.string({ unit: fc.constantFrom('a', 'b', '.', '/', '*', 'A', ' '), maxLength: 6 }),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  )
  .map((value) => JSON.stringify(value));
/** Within what both hold exactly: beyond 2^53 the runtime rounds in arithmetic, and a slice from 1.0 is none to it. */
const number = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '-1',
    '2',
    '3',
    '7',
    '10',
    '16',
    '64',
    '0.5',
    '-0.5',
    '1.5',
    '2.5',
    '-2.5',
    '1024',
  ),
  fc.integer({ min: -20, max: 20 }).map(String),
);
const boolean = fc.constantFrom('true', 'false');
const scalar = fc.oneof(text, number, boolean, fc.constant('null'));
const any: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    arrayOf(tie('any')),
    setOf(tie('any')),
    objectOf(scalar, tie('any')),
  ),
})).any;

function arrayOf(item: fc.Arbitrary<string>) {
  return fc.array(item, { maxLength: 4 }).map((items) => `[${items.join(', ')}]`);
}

function setOf(item: fc.Arbitrary<string>) {
  return fc
    .uniqueArray(item, { maxLength: 4 })
    .map((items) => (items.length === 0 ? 'set()' : `{${items.join(', ')}}`));
}

function objectOf(key: fc.Arbitrary<string>, value: fc.Arbitrary<string>) {
  return fc
    .uniqueArray(fc.tuple(key, value), { maxLength: 4, selector: ([name]) => name })
    .map((entries) => `{${entries.map(([name, each]) => `${name}: ${each}`).join(', ')}}`);
}

/** Those whose result is as large as a number says. */
const growing = ['numbers.range', 'bits.lsh', 'bits.rsh'];
const small = fc.integer({ min: -20, max: 20 }).map(String);

function argumentsOf({ name, decl }: Builtin): fc.Arbitrary<string[]> {
  return fc.tuple(...(decl.args ?? []).map((type) => (growing.includes(name) ? small : arbitraryOf(type))));
}

function arbitraryOf(type: Type | undefined): fc.Arbitrary<string> {
  if (type === undefined) return any;
  switch (type.type) {
    case 'string':
      return text;
    case 'number':
      return number;
    case 'boolean':
      return boolean;
    case 'array':
      return type.static !== undefined && type.static.length > 0
        ? fc.tuple(...type.static.map(arbitraryOf)).map((items) => `[${items.join(', ')}]`)
        : arrayOf(arbitraryOf(type.dynamic as Type | undefined));
    case 'set':
      return setOf(arbitraryOf(type.of as Type | undefined));
    case 'object': {
      const dynamic = type.dynamic as { readonly key: Type; readonly value: Type } | undefined;
      return objectOf(arbitraryOf(dynamic?.key ?? { type: 'string' }), arbitraryOf(dynamic?.value));
    }
    case 'any':
      return Array.isArray(type.of) && type.of.length > 0
        ? fc.oneof(...(type.of as readonly Type[]).map(arbitraryOf))
        : any;
    default:
      return any;
  }
}

/** Equal terms give equal texts, whatever their order and the form of their numbers. */
function normal(term: RegoTerm): unknown {
  if (term instanceof RegoNumber)
    return { number: /^-?\d+$/.test(term.text) ? String(BigInt(term.text)) : String(Number(term.text)) };
  if (term instanceof RegoSet) return { set: sortTerms(term.members).map(normal) };
  if (term instanceof RegoObject)
    return { object: sortTerms(term.entries.map(([key, value]) => [key, value])).map((e) => normal(e)) };
  return Array.isArray(term) ? (term as RegoTerm[]).map(normal) : term;
}

let policy = new PolicyInstance(module, surroundings);

/** A throw leaves an instance of no further use. */
function ours(index: number, args: readonly string[]): unknown {
  try {
    const answer = readTerm(policy.evaluate(`all/r${index}`, Buffer.from(`[${args.join(', ')}]`)));
    const [result] = answer instanceof RegoSet ? answer.members : [];
    return result instanceof RegoObject ? normal(result.entries[0]![1]) : undefined;
  } catch (error) {
    policy = new PolicyInstance(module, surroundings);
    return `threw ${String(error)}`;
  }
}

function theirs(name: string, args: readonly string[]): unknown {
  const result = reactor.callBuiltin(name, args, surroundings.now);
  return result === undefined ? undefined : normal(readTerm(result));
}

describe('a builtin that the Wasm runtime brings answers as OPA does', () => {
  it.each(natives.map((builtin, index) => [builtin.name, builtin, index] as const))(
    '%s',
    (name, builtin, index) => {
      fc.assert(
        fc.property(argumentsOf(builtin), (args) => {
          // 0/0 ends the Wasm program: not evaluated, where OPA says undefined.
          fc.pre(name !== 'div' || !/^-?0/.test(args[1] ?? ''));
          expect(ours(index, args)).toEqual(theirs(name, args));
        }),
        { numRuns: 40, seed: 1 },
      );
    },
  );
});
