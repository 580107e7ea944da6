import type { CelExpression } from './compiled-expression.ts';
import { type FieldPath, ownValue } from './field-path.ts';
import type { Json } from '../model/json.ts';
import { expressionError, type Locate } from './locate.ts';
import { type Variable, variableName } from './variables.ts';

/**
 * Compiles a CEL expression over the given variables. Throws CEL_INVALID, with the place, for wrong syntax, an unknown
 * variable, field of a closed variable or function, and for an expression beyond the limits of budget.ts.
 *
 * A plain path such as `cluster.labels.region` is answered here; anything else loads the CEL engine, which costs about
 * 100 ms once.
 */
export async function compileCel(
  text: string,
  position: Locate,
  variables: readonly Variable[],
): Promise<CelExpression> {
  const path = plainPath(text, variables);
  if (path !== undefined) return pathExpression(text, path, position);
  const { compileOnEngine } = await import('./engine.ts');
  return compileOnEngine(text, position, variables);
}

/** Words that the grammar of CEL keeps for itself (cel-spec doc/langdef.md, RESERVED and the literals). */
const reserved =
  /(?:^|\.)(?:true|false|null|in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return|var|void|while)(?:\.|$)/;

function plainPath(text: string, variables: readonly Variable[]): FieldPath | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 256 || !/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(trimmed) || reserved.test(trimmed))
    return undefined;
  const path = trimmed.split('.');
  const variable = variables.find((candidate) => variableName(candidate) === path[0]);
  if (variable === undefined) return undefined;
  const known = typeof variable === 'string' || path[1] === undefined || variable.fields.includes(path[1]);
  return known ? path : undefined;
}

function pathExpression(text: string, path: FieldPath, locate: Locate): CelExpression {
  return {
    text,
    reads: [path],
    evaluate(bindings) {
      let value: Json = bindings;
      let offset = text.indexOf(path[0] ?? '');
      for (const [depth, key] of path.entries()) {
        const next = ownValue(value, key);
        if (next === undefined) {
          const place = { text, offset, locate };
          const hint = 'Test for it first: has(map.key) ? map.key : a default.';
          throw expressionError('CEL_FAILED', `no such key: ${key}`, place, hint);
        }
        value = next;
        if (depth > 0) offset += key.length + 1;
        else offset += key.length;
      }
      return value;
    },
  };
}
