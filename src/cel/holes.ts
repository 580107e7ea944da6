import { expressionError, type Locate } from './locate.ts';
import { skipLiteral } from './lexer.ts';

/** A piece of a text with holes: text as it stands, or an expression with its offset in the whole text. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly expression: string; readonly offset: number };

/**
 * Splits a text at its `${...}` holes; `$${` stands for a literal `${`. Braces and quotes inside the strings and
 * comments of an expression do not end it. Throws CEL_INVALID, at the hole's start, for a hole that never ends.
 */
export function splitHoles(text: string, locate: Locate): readonly Piece[] {
  const pieces: Piece[] = [];
  let literal = '';
  let at = 0;
  for (;;) {
    const next = text.indexOf('${', at);
    if (next === -1) break;
    if (next > at && text[next - 1] === '$') {
      literal += `${text.slice(at, next - 1)}\${`;
      at = next + 2;
      continue;
    }
    literal += text.slice(at, next);
    const end = holeEnd(text, next, locate);
    if (literal !== '') pieces.push({ kind: 'text', text: literal });
    literal = '';
    pieces.push({ kind: 'hole', expression: text.slice(next + 2, end), offset: next + 2 });
    at = end + 1;
  }
  literal += text.slice(at);
  if (literal !== '' || pieces.length === 0) pieces.push({ kind: 'text', text: literal });
  return pieces;
}

/** The offset of the brace that ends the hole whose `${` stands at `start`. */
function holeEnd(text: string, start: number, locate: Locate): number {
  let depth = 0;
  for (let i = start + 2; i < text.length; i += 1) {
    const end = skipLiteral(text, i);
    if (end === -1) {
      throw expressionError(
        'CEL_INVALID',
        'a string inside this ${ never ends',
        { text, offset: start, locate },
        hint,
      );
    }
    if (end > i) {
      i = end - 1;
      continue;
    }
    if (text[i] === '{') depth += 1;
    if (text[i] === '}') {
      if (depth === 0) return i;
      depth -= 1;
    }
  }
  throw expressionError('CEL_INVALID', 'this ${ has no closing }', { text, offset: start, locate }, hint);
}

const hint = 'Close the expression with }, or write $${ for a literal ${.';
