import type { Expr } from './analyse.ts';
import { optionalNames } from './optional-functions.ts';
import { optionalSyntax } from './optional-syntax.ts';

type Kind = Expr['exprKind'];

/**
 * Makes the syntax tree say what optional values mean: the calls of optional-syntax.ts, the fields of an optional value, and
 * the macros `optMap` and `optFlatMap` (cel-go, cel/library.go). Changes the tree.
 */
export function readOptionals(node: Expr): void {
  const kind = node.exprKind;
  switch (kind.case) {
    case 'selectExpr': {
      const { operand, field, testOnly } = kind.value;
      if (operand === undefined) return;
      readOptionals(operand);
      if (!isOptional(operand)) return;
      const select = callKind(optionalNames.select, [operand, text(node, field)]);
      node.exprKind = testOnly ? callKind('hasValue', [], { ...node, exprKind: select }) : select;
      return;
    }
    case 'listExpr':
      kind.value.elements.forEach(readOptionals);
      if (kind.value.elements.some(isElement)) node.exprKind = joinedList(node, kind.value.elements);
      return;
    case 'structExpr': {
      const { entries } = kind.value;
      for (const { keyKind, value } of entries) {
        if (keyKind.case === 'mapKey') readOptionals(keyKind.value);
        if (value !== undefined) readOptionals(value);
      }
      const isPlain = ({ keyKind }: (typeof entries)[number]) =>
        keyKind.case !== 'mapKey' || !isElement(keyKind.value);
      if (entries.every(isPlain)) return;
      let map: Expr = {
        ...node,
        exprKind: { case: 'structExpr', value: { ...kind.value, entries: entries.filter(isPlain) } },
      };
      for (const { keyKind, value } of entries) {
        const key = keyKind.case === 'mapKey' ? elementOf(keyKind.value) : undefined;
        if (key === undefined || value === undefined) continue;
        map = { ...node, exprKind: callKind(optionalNames.entry, [map, key, value]) };
      }
      node.exprKind = map.exprKind;
      return;
    }
    case 'comprehensionExpr': {
      const { iterRange, accuInit, loopCondition, loopStep, result } = kind.value;
      for (const child of [iterRange, accuInit, loopCondition, loopStep, result])
        if (child !== undefined) readOptionals(child);
      return;
    }
    case 'callExpr': {
      const { target, args } = kind.value;
      if (target !== undefined) readOptionals(target);
      args.forEach(readOptionals);
      const replaced = callOf(node, kind.value.function, target, args);
      if (replaced !== undefined) node.exprKind = replaced;
      return;
    }
    default:
  }
}

function callOf(node: Expr, name: string, target: Expr | undefined, args: readonly Expr[]): Kind | undefined {
  const [first, second] = args;
  if (target === undefined) {
    return name === '_[_]' && first !== undefined && isOptional(first)
      ? callKind(optionalNames.select, args)
      : undefined;
  }
  if (first === undefined) return undefined;
  if (name === optionalSyntax.select || name === optionalSyntax.index)
    return callKind(optionalNames.select, [target, first]);
  if ((name !== 'optMap' && name !== 'optFlatMap') || second === undefined) return undefined;
  if (first.exprKind.case !== 'identExpr') return undefined;
  const bound = bindKind(node, first.exprKind.value.name, callKind('value', [], target), second);
  const none = { ...node, exprKind: callKind('none', [], ident(node, 'optional')) };
  const mapped =
    name === 'optMap' ? callKind('of', [{ ...node, exprKind: bound }], ident(node, 'optional')) : bound;
  return callKind('_?_:_', [
    { ...node, exprKind: callKind('hasValue', [], target) },
    { ...node, exprKind: mapped },
    none,
  ]);
}

/** Whether an expression is optional by its form. */
function isOptional({ exprKind }: Expr): boolean {
  if (exprKind.case !== 'callExpr') return false;
  const { function: name, target } = exprKind.value;
  if (name === optionalNames.select) return true;
  const isOfOptional = target?.exprKind.case === 'identExpr' && target.exprKind.value.name === 'optional';
  return isOfOptional && ['of', 'none', 'ofNonZeroValue'].includes(name);
}

function isElement(node: Expr): boolean {
  return elementOf(node) !== undefined;
}

function elementOf({ exprKind }: Expr): Expr | undefined {
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== optionalSyntax.element) return undefined;
  return exprKind.value.args[0];
}

/** `[?a, b]` as the list of what `a` holds, joined with `[b]`. */
function joinedList(node: Expr, elements: readonly Expr[]): Kind {
  const lists = elements.map((element): Expr => {
    const optional = elementOf(element);
    if (optional !== undefined) return { ...node, exprKind: callKind(optionalNames.elements, [optional]) };
    return { ...node, exprKind: listKind([element]) };
  });
  return lists.reduce((joined, list) => ({ ...node, exprKind: callKind('_+_', [joined, list]) })).exprKind;
}

/** `value` under a name in an expression: a loop over nothing, whose result is the expression. */
function bindKind(node: Expr, name: string, value: Kind, result: Expr): Kind {
  const never = {
    $typeName: 'cel.expr.Constant',
    constantKind: { case: 'boolValue', value: false },
  } as const;
  return {
    case: 'comprehensionExpr',
    value: {
      $typeName: 'cel.expr.Expr.Comprehension',
      iterVar: '#unused',
      iterVar2: '',
      accuVar: name,
      iterRange: { ...node, exprKind: listKind([]) },
      accuInit: { ...node, exprKind: value },
      loopCondition: { ...node, exprKind: { case: 'constExpr', value: never } },
      loopStep: ident(node, name),
      result,
    },
  };
}

function listKind(elements: readonly Expr[]): Kind {
  return {
    case: 'listExpr',
    value: { $typeName: 'cel.expr.Expr.CreateList', elements: [...elements], optionalIndices: [] },
  };
}

function callKind(name: string, args: readonly Expr[], target?: Expr): Kind {
  return {
    case: 'callExpr',
    value: { $typeName: 'cel.expr.Expr.Call', function: name, args: [...args], ...(target && { target }) },
  };
}

function ident(node: Expr, name: string): Expr {
  return { ...node, exprKind: { case: 'identExpr', value: { $typeName: 'cel.expr.Expr.Ident', name } } };
}

function text(node: Expr, value: string): Expr {
  const constant = { $typeName: 'cel.expr.Constant', constantKind: { case: 'stringValue', value } } as const;
  return { ...node, exprKind: { case: 'constExpr', value: constant } };
}
