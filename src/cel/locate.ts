import { McpError, type McpErrorCode } from '../model/error.ts';
import type { SourcePosition } from '../model/position.ts';

/**
 * Where an offset (UTF-16 units) of a text stands in the user's file. A plain position stands for the whole text, for
 * a text whose own place in the file is not known any better.
 */
export type Locate = SourcePosition | ((offset: number) => SourcePosition);

function locateOffset(locate: Locate, offset: number): SourcePosition {
  return typeof locate === 'function' ? locate(offset) : locate;
}

/** The same text from `start` on. */
export function locateFrom(locate: Locate, start: number): Locate {
  return typeof locate === 'function' ? (offset) => locate(offset + start) : locate;
}

const excerptWidth = 100;

/** An error about one place of an expression: the message, then the line of the expression with a caret below the place. */
export function expressionError(
  code: McpErrorCode,
  message: string,
  place: { readonly text: string; readonly offset: number; readonly locate: Locate },
  hint?: string,
): McpError {
  const { text, offset } = place;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const start = Math.max(lineStart, offset - excerptWidth / 2);
  const end = Math.min(lineEnd === -1 ? text.length : lineEnd, start + excerptWidth);
  // Control characters would let a hostile repository write to the reader's terminal.
  const excerpt = text.slice(start, end).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
  const caret = ' '.repeat(Math.max(0, offset - start));
  return new McpError(code, `${message}\n    ${excerpt}\n    ${caret}^`, {
    position: locateOffset(place.locate, offset),
    hint,
  });
}
