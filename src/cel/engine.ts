import { isCelError, parse, plan } from '@bufbuild/cel';
import type { CelEnv, CelError, CelFunc, CelValue } from '@bufbuild/cel';
import type { McpErrorCode } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import { analyse, AnalysisError, type Expr } from './analyse.ts';
import { Budget, BudgetError, limits } from './budget.ts';
import { meteredEnvironment } from './environment.ts';
import type { CelExpression } from './compiled-expression.ts';
import { type Bindings, type FieldPath, mergePaths } from './field-path.ts';
import { kubernetesFunctions } from './kubernetes-functions.ts';
import { tooDeepAt } from './lexer.ts';
import { expressionError, type Locate } from './locate.ts';
import { plainSyntax } from './optional-syntax.ts';
import { readOptionals } from './optional-tree.ts';
import { looseSemverFunctions } from './semver-functions.ts';
import { setFunctions } from './set-functions.ts';
import { fromJson, ResultError, toJson } from './values.ts';
import type { Variable } from './variables.ts';

const budget = new Budget();
const environment: CelEnv = meteredEnvironment(budget, [
  ...kubernetesFunctions,
  ...looseSemverFunctions,
  ...setFunctions(() => environment),
]);

/** The same, with more functions. */
export function extendedEnvironment(functions: readonly CelFunc[]): CelEnv {
  return meteredEnvironment(budget, functions);
}

/**
 * Compiles an expression on @bufbuild/cel. This module costs about 100 ms to load: load it on demand. Expressions over the
 * same list of variables must have the same environment.
 */
export function compileOnEngine(
  text: string,
  locate: Locate,
  variables: readonly Variable[],
  env = environment,
): CelExpression {
  const fail = (code: McpErrorCode, message: string, offset: number, hint?: string): Error =>
    expressionError(code, message, { text, offset, locate }, hint);

  if (text.length > limits.expressionLength) {
    throw fail('CEL_INVALID', `the expression is longer than ${limits.expressionLength} characters`, 0);
  }
  const tooDeep = tooDeepAt(text, limits.bracketDepth);
  if (tooDeep !== undefined)
    throw fail('CEL_INVALID', `brackets nest deeper than ${limits.bracketDepth}`, tooDeep);

  const { offsetOf, reads, names, run } = remembered(text, variables, () => {
    const tree = parsed();
    const paths = mergePaths(checked(tree));
    const read = [...new Set(paths.map(([name = '']) => name))];
    return { offsetOf: tree.offsetOf, reads: paths, names: read, run: plan(env, tree.expr) };
  });

  return { text, reads, evaluate };

  function evaluate(bindings: Bindings): Json {
    budget.reset();
    const values = Object.fromEntries(names.map((name) => [name, fromJson(bindings[name] ?? null)]));
    const result = run(values);
    // A spent budget counts even where `||` would have swallowed the error.
    if (budget.left < 0) throw failed(`the expression costs more than ${limits.units} units`, 0);
    if (isCelError(result)) throw failed(describe(result), offsetOf(result.exprId));
    try {
      return toJson(result, textOf, budget);
    } catch (error) {
      if (error instanceof ResultError || error instanceof BudgetError) throw failed(error.message, 0);
      throw error;
    }
  }

  function failed(message: string, offset: number): Error {
    const hint = message.startsWith('no such key')
      ? 'Test for it first: has(map.key) ? map.key : a default.'
      : undefined;
    return fail('CEL_FAILED', message, offset, hint);
  }

  function parsed(): Tree {
    const plain = plainSyntax(text);
    try {
      const { expr, sourceInfo } = parse(plain.text);
      readOptionals(expr);
      const offsetOf = (id: bigint | undefined): number => {
        const offset = plain.offsetOf(sourceInfo?.positions[String(id)] ?? 0);
        // Some operators count from the white space before them.
        return offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0);
      };
      return { expr, offsetOf };
    } catch (error) {
      const offset = plain.offsetOf(syntaxErrorOffset(error));
      throw fail('CEL_INVALID', syntaxMessage(error, text, offset), offset);
    }
  }

  function checked({ expr, offsetOf: placeOf }: Tree): readonly FieldPath[] {
    try {
      return analyse(expr, env, variables);
    } catch (error) {
      if (!(error instanceof AnalysisError)) throw error;
      throw fail('CEL_INVALID', error.message, placeOf(error.node.id), error.hint);
    }
  }
}

interface Tree {
  readonly expr: Expr;
  readonly offsetOf: (id: bigint | undefined) => number;
}

/** What compiling gives, whatever the place of the expression. */
interface Compiled {
  readonly offsetOf: Tree['offsetOf'];
  readonly reads: readonly FieldPath[];
  readonly names: readonly string[];
  readonly run: ReturnType<typeof plan>;
}

/** Templates repeat themselves: the same expression over the same variables is compiled once. */
const compiled = new WeakMap<readonly Variable[], Map<string, Compiled>>();
const mostRemembered = 5000;

function remembered(text: string, variables: readonly Variable[], make: () => Compiled): Compiled {
  let byText = compiled.get(variables);
  if (byText === undefined || byText.size >= mostRemembered) {
    byText = new Map();
    compiled.set(variables, byText);
  }
  let known = byText.get(text);
  if (known === undefined) {
    known = make();
    byText.set(text, known);
  }
  return known;
}

/** The library's parse errors carry their place, but their class is not exported. */
function syntaxErrorOffset(error: unknown): number {
  const location = (error as { location?: { start?: { offset?: unknown } } }).location;
  return typeof location?.start?.offset === 'number' ? location.start.offset : 0;
}

function syntaxMessage(error: unknown, text: string, offset: number): string {
  if (!(error instanceof Error) || error instanceof RangeError) return 'the expression is nested too deeply';
  if (offset >= text.length)
    return text.trim() === '' ? 'the expression is empty' : 'the expression ends too early';
  const message = error.message.replace(/^<input>:\d+:\d+: /, '');
  return message.startsWith('found ') ? 'the expression cannot be read from here on' : message;
}

function describe(error: CelError): string {
  const message = error.message;
  const key = /^field not found: (.*)$/s.exec(message)?.[1];
  if (key !== undefined) return `no such key: ${key}`;
  const index = /^index (.*) out of bounds/s.exec(message)?.[1];
  return index === undefined ? message : `index ${index} is out of bounds`;
}

/** RFC 3339 for timestamps, seconds with an `s` for durations: what `string()` of CEL makes of them. */
function textOf(value: CelValue): string {
  const text = environment.funcs.find('string')?.call(0, undefined, [value]);
  if (typeof text !== 'string') throw new ResultError('the result has no form as text');
  return text;
}
