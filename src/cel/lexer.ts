/**
 * The end of the string literal or comment of CEL that starts at `at`, or `at` itself where none starts. Minus one: it
 * never ends. Source: cel-spec doc/langdef.md, "Syntax" (STRING_LIT, BYTES_LIT, COMMENT).
 */
export function skipLiteral(text: string, at: number): number {
  if (text.startsWith('//', at)) {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end;
  }
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return at;
  const triple = text.startsWith(quote.repeat(3), at);
  const closing = triple ? quote.repeat(3) : quote;
  const raw = hasRawPrefix(text, at);
  for (let i = at + closing.length; i < text.length; i += 1) {
    if (text.startsWith(closing, i)) return i + closing.length;
    if (text[i] === '\\' && !raw) i += 1;
  }
  return -1;
}

function hasRawPrefix(text: string, quoteAt: number): boolean {
  const prefix = /(?<![A-Za-z0-9_])[rRbB]{1,2}$/.exec(text.slice(Math.max(0, quoteAt - 3), quoteAt))?.[0];
  return prefix !== undefined && /[rR]/.test(prefix);
}

/** The offset of the first bracket that nests deeper than `limit`; undefined when none does. */
export function tooDeepAt(text: string, limit: number): number | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const end = skipLiteral(text, i);
    if (end === -1) return undefined;
    if (end > i) {
      i = end - 1;
      continue;
    }
    const char = text.charAt(i);
    if ('([{'.includes(char)) depth += 1;
    if (')]}'.includes(char)) depth -= 1;
    if (depth > limit) return i;
  }
  return undefined;
}
