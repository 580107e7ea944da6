import type { CelEnv, parse } from '@bufbuild/cel';
import { limits } from './budget.ts';
import { rangeFunction } from './environment.ts';
import { optionalNames } from './optional-functions.ts';
import type { FieldPath } from './field-path.ts';
import { type Variable, variableName } from './variables.ts';

export type Expr = ReturnType<typeof parse>['expr'];
type Call = Extract<Expr['exprKind'], { case: 'callExpr' }>['value'];

/** Something that is wrong with an expression whatever the values are; `node` is where. */
export class AnalysisError extends Error {
  readonly node: Expr;
  readonly hint: string | undefined;

  constructor(message: string, node: Expr, hint?: string) {
    super(message);
    this.node = node;
    this.hint = hint;
  }
}

/** Known to the planner and not functions of the environment. */
const operators = new Set(['_[_]', '_?_:_', '_&&_', '_||_', '@not_strictly_false']);
/** Functions whose names cannot be written. */
const internal: ReadonlySet<string> = new Set(['@in', ...Object.values(optionalNames)]);
const typeNames = new Set([
  'int',
  'uint',
  'double',
  'bool',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
]);
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n, unsigned: 2n ** 64n - 1n };

/**
 * Checks a syntax tree against the variables and functions there are, collects which fields of which variables it
 * reads, and puts `@range` around whatever a comprehension walks over (this changes the tree). Throws AnalysisError.
 */
export function analyse(root: Expr, env: CelEnv, variables: readonly Variable[]): readonly FieldPath[] {
  const reads: FieldPath[] = [];
  walk(root, new Set(), 0);
  return reads;

  function walk(node: Expr, locals: ReadonlySet<string>, depth: number): void {
    if (depth > limits.treeDepth) throw new AnalysisError('the expression is nested too deeply', node);
    const path = pathOf(node, locals);
    if (path !== undefined) {
      read(path, node);
      return;
    }
    const kind = node.exprKind;
    const each = (children: readonly (Expr | undefined)[], scope = locals): void => {
      for (const child of children) if (child !== undefined) walk(child, scope, depth + 1);
    };
    switch (kind.case) {
      case 'identExpr':
        if (!locals.has(kind.value.name) && !typeNames.has(kind.value.name))
          throw unknownVariable(kind.value.name, node);
        return;
      case 'constExpr':
        checkRange(kind.value.constantKind, node);
        return;
      case 'selectExpr':
        each([kind.value.operand]);
        return;
      case 'listExpr':
        each(kind.value.elements);
        return;
      case 'structExpr':
        if (kind.value.messageName !== '')
          throw new AnalysisError(`there is no message type ${kind.value.messageName}`, node);
        for (const entry of kind.value.entries) {
          each([entry.keyKind.case === 'mapKey' ? entry.keyKind.value : undefined, entry.value]);
        }
        return;
      case 'callExpr':
        each(checkCall(kind.value, node));
        return;
      case 'comprehensionExpr': {
        const fold = kind.value;
        each([fold.iterRange, fold.accuInit]);
        each([fold.loopCondition, fold.loopStep], new Set([...locals, fold.iterVar, fold.accuVar]));
        each([fold.result], new Set([...locals, fold.accuVar]));
        if (fold.iterRange !== undefined) fold.iterRange = callOf(rangeFunction, fold.iterRange);
        return;
      }
      case undefined:
        throw new AnalysisError('the expression is empty', node);
    }
  }

  function read(path: FieldPath, node: Expr): void {
    reads.push(path);
    const [name, field] = path;
    const variable = variables.find((candidate) => variableName(candidate) === name);
    if (typeof variable !== 'object' || field === undefined || variable.fields.includes(field)) return;
    throw new AnalysisError(
      `${variable.name} has no field ${field}`,
      innermost(node),
      `It has ${variable.fields.join(', ')}.`,
    );
  }

  /** The fields that a node is: `a.b`, `a['b']`, `has(a.b)` and `'b' in a` all read `a.b`. */
  function pathOf(node: Expr, locals: ReadonlySet<string>): FieldPath | undefined {
    const kind = node.exprKind;
    if (kind.case === 'identExpr') {
      const { name } = kind.value;
      return !locals.has(name) && variables.some((variable) => variableName(variable) === name)
        ? [name]
        : undefined;
    }
    const [operand, key] = keyed(node);
    const path = operand === undefined ? undefined : pathOf(operand, locals);
    return path === undefined || key === undefined ? undefined : [...path, key];
  }

  /** The functions' overloads are checked by the number of their arguments; their types show when they run. */
  function checkCall(call: Call, node: Expr): readonly (Expr | undefined)[] {
    if (operators.has(call.function)) return [call.target, ...call.args];
    const qualified =
      call.target === undefined ? undefined : env.funcs.find(`${dotted(call.target)}.${call.function}`);
    const group = qualified ?? env.funcs.find(call.function);
    if (group === undefined || (call.function.startsWith('@') && !internal.has(call.function))) {
      throw new AnalysisError(`there is no function ${call.function}`, node, macroHints.get(call.function));
    }
    const isMethod = call.target !== undefined && qualified === undefined;
    const fits = [...group].some(
      (overload) =>
        (overload.target !== undefined) === isMethod && overload.arguments.length === call.args.length,
    );
    if (!fits) {
      const form = isMethod ? 'as a method' : 'as a function';
      throw new AnalysisError(`${call.function} does not take ${call.args.length} arguments ${form}`, node);
    }
    return qualified === undefined ? [call.target, ...call.args] : call.args;
  }

  function unknownVariable(name: string, node: Expr): AnalysisError {
    const names = variables.map(variableName).join(', ');
    return new AnalysisError(
      `there is no variable ${name}`,
      node,
      `Variables here: ${names}. Write $\${ for a literal \${.`,
    );
  }
}

const macroHints = new Map([
  ['has', 'has() takes a field, for example has(cluster.labels.region).'],
  ...['all', 'exists', 'exists_one', 'filter', 'map'].map((name): [string, string] => [
    name,
    `${name}() takes a name and an expression, for example list.${name}(x, x != '').`,
  ]),
]);

function keyed(node: Expr): readonly [operand: Expr | undefined, key: string | undefined] {
  const kind = node.exprKind;
  if (kind.case === 'selectExpr') return [kind.value.operand, kind.value.field];
  if (kind.case !== 'callExpr') return [undefined, undefined];
  const [first, second] = kind.value.args;
  if (kind.value.function === '_[_]' || kind.value.function === optionalNames.select)
    return [first, textConstant(second)];
  if (kind.value.function === '@in') return [second, textConstant(first)];
  return [undefined, undefined];
}

function textConstant(node: Expr | undefined): string | undefined {
  if (node?.exprKind.case !== 'constExpr') return undefined;
  const constant = node.exprKind.value.constantKind;
  return constant.case === 'stringValue' ? constant.value : undefined;
}

/** The node of the variable's own field in a chain such as `cluster.labels.region`. */
function innermost(node: Expr): Expr {
  const [operand] = keyed(node);
  return operand === undefined || operand.exprKind.case === 'identExpr' ? node : innermost(operand);
}

function dotted(node: Expr): string {
  const kind = node.exprKind;
  if (kind.case === 'identExpr') return kind.value.name;
  if (kind.case !== 'selectExpr' || kind.value.operand === undefined) return '';
  return `${dotted(kind.value.operand)}.${kind.value.field}`;
}

function callOf(name: string, argument: Expr): Expr {
  const call = { $typeName: 'cel.expr.Expr.Call', function: name, args: [argument] } as const;
  return {
    $typeName: 'cel.expr.Expr',
    id: argument.id,
    exprKind: { case: 'callExpr', value: { ...call, args: [argument] } },
  };
}

function checkRange(constant: { case?: string | undefined; value?: unknown }, node: Expr): void {
  const { value } = constant;
  if (typeof value !== 'bigint') return;
  const fits =
    constant.case === 'uint64Value' ? value <= int64.unsigned : value >= int64.min && value <= int64.max;
  if (!fits) throw new AnalysisError(`the number ${value} does not fit into 64 bits`, node);
}
