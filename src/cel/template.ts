import type { Json } from '../model/json.ts';
import type { CelExpression } from './compiled-expression.ts';
import { compileCel } from './expression.ts';
import { type Bindings, type FieldPath, mergePaths } from './field-path.ts';
import { splitHoles } from './holes.ts';
import { expressionError, type Locate, locateFrom } from './locate.ts';
import type { Variable } from './variables.ts';

/** A text with `${CEL}` holes, compiled. */
export interface TextTemplate {
  readonly reads: readonly FieldPath[];
  /** The one expression that the whole text is, if it is one. */
  readonly expression: CelExpression | null;
  /**
   * The value of the only hole if the text is one, whatever its type; otherwise a text. Throws CEL_FAILED like
   * CelExpression.evaluate, and for a list, map or null inside a text.
   */
  evaluate(bindings: Bindings): Json;
}

/**
 * Compiles a text with holes the way kro reads them: a text that is one hole takes the type of its expression, otherwise
 * texts go in as they are, numbers and booleans as JSON writes them; `$${` is a literal `${`. Throws CEL_INVALID.
 */
export async function compileText(
  text: string,
  position: Locate,
  variables: readonly Variable[],
): Promise<TextTemplate> {
  const parts = await Promise.all(
    splitHoles(text, position).map(async (piece) =>
      piece.kind === 'text'
        ? piece.text
        : compileCel(piece.expression, locateFrom(position, piece.offset), variables).then((expression) => ({
            expression,
            locate: locateFrom(position, piece.offset),
          })),
    ),
  );
  const [first] = parts;
  const only = parts.length === 1 && typeof first === 'object' ? first.expression : null;
  return {
    reads: mergePaths(parts.flatMap((part) => (typeof part === 'string' ? [] : part.expression.reads))),
    expression: only,
    evaluate(bindings) {
      if (only !== null) return only.evaluate(bindings);
      return parts
        .map((part) => (typeof part === 'string' ? part : textOf(part.expression, part.locate, bindings)))
        .join('');
    },
  };
}

function textOf(expression: CelExpression, locate: Locate, bindings: Bindings): string {
  const value = expression.evaluate(bindings);
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
  const type = value === null ? 'null' : Array.isArray(value) ? 'a list' : 'a map';
  throw expressionError(
    'CEL_FAILED',
    `${type} cannot stand inside a text`,
    { text: expression.text, offset: 0, locate },
    'Let the hole be the whole value, or make a text of it.',
  );
}
