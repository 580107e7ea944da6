import { skipLiteral } from './lexer.ts';

/** The names that the optional syntax is written with for the parser, which does not know it. */
export const optionalSyntax = {
  select: 'mcp__optional_select',
  index: 'mcp__optional_index',
  element: 'mcp__optional_element',
} as const;

/** An expression that the parser can read, and where an offset of it is in the original. */
export interface PlainSyntax {
  readonly text: string;
  readonly offsetOf: (offset: number) => number;
}

/**
 * Writes the optional syntax of CEL as calls: `a.?b` as `a.select("b")`, `a[?k]` as `a.index(k)`, and `[?a]`, `{?k: v}` as
 * `[element(a)]`, `{element(k): v}` under the names above. What is no such syntax stays as it is.
 */
export function plainSyntax(source: string): PlainSyntax {
  if (!/[.[{,]\s*\?/.test(source)) return { text: source, offsetOf: (offset) => offset };
  const pieces: { readonly at: number; readonly text: string }[] = [];
  const open: { bracket: string; pending: boolean; closing: string; ternaries: number }[] = [];
  let last = '';
  let i = 0;
  const emit = (text: string, length: number): void => {
    pieces.push({ at: i, text });
    i += length;
  };
  const endElement = (): void => {
    const top = open.at(-1);
    if (top?.pending !== true) return;
    emit(')', 0);
    top.pending = false;
  };
  while (i < source.length) {
    const char = source.charAt(i);
    const literal = skipLiteral(source, i);
    if (literal > i || literal === -1) {
      const end = literal === -1 ? source.length : literal;
      if (!source.startsWith('//', i)) last = 'value';
      emit(source.slice(i, end), end - i);
      continue;
    }
    const select = /^\.\s*\?\s*([A-Za-z_]\w*)/.exec(source.slice(i, i + 300));
    const word = /^\w+/.exec(source.slice(i))?.[0];
    const mark = /^[[{,]\s*\?/.exec(source.slice(i, i + 300))?.[0];
    const top = open.at(-1);
    if (select !== null) {
      emit(`.${optionalSyntax.select}("${select[1] ?? ''}")`, select[0].length);
      last = 'value';
    } else if (word !== undefined) {
      emit(word, word.length);
      last = word === 'in' ? 'in' : 'value';
    } else if (char === '[' || char === '{' || char === '(') {
      const isIndex = char === '[' && ['value', ')', ']', '}'].includes(last);
      const isOptional = mark !== undefined;
      open.push({
        bracket: char,
        pending: isOptional && !isIndex,
        closing: isOptional && isIndex ? ')' : '',
        ternaries: 0,
      });
      const call = isIndex ? `.${optionalSyntax.index}(` : `${char}${optionalSyntax.element}(`;
      emit(isOptional ? call : char, isOptional ? mark.length : 1);
      last = '';
    } else if (char === ']' || char === '}' || char === ')') {
      endElement();
      const closing = open.pop()?.closing ?? '';
      emit(closing === '' ? char : closing, 1);
      last = char;
    } else if (char === ',' && top !== undefined && top.bracket !== '(') {
      endElement();
      top.ternaries = 0;
      top.pending = mark !== undefined;
      emit(mark === undefined ? ',' : `,${optionalSyntax.element}(`, mark?.length ?? 1);
      last = '';
    } else {
      if (char === '?' && top !== undefined) top.ternaries += 1;
      if (char === ':' && top !== undefined) {
        if (top.ternaries === 0 && top.bracket === '{') endElement();
        else top.ternaries -= 1;
      }
      if (!/\s/.test(char)) last = char;
      emit(char, 1);
    }
  }
  return { text: pieces.map((piece) => piece.text).join(''), offsetOf };

  function offsetOf(offset: number): number {
    let start = 0;
    for (const { at, text } of pieces) {
      if (offset < start + text.length) {
        const isCopy = source.startsWith(text, at);
        return isCopy ? at + offset - start : at;
      }
      start += text.length;
    }
    return source.length;
  }
}
