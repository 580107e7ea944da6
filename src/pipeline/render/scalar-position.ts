import type { SourcePosition } from '../../model/position.ts';

/** How a scalar writes the characters that its style escapes. */
const styles: readonly ((char: string) => string)[] = [
  (char) => char,
  (char) => (char === "'" ? "''" : char),
  (char) => (char === '"' || char === '\\' ? `\\${char}` : char),
];

/**
 * Where an offset of a scalar's value stands in the file, for an offset inside or at the start of a hole. `from` is the
 * position of the scalar's key (or of the item itself); the hole is looked for from there, folded and indented lines
 * and the escapes of quoted scalars allowed for. Falls back to `from` where the source spells the hole differently.
 */
export function scalarPosition(
  source: string,
  from: SourcePosition,
  value: string,
  offset: number,
): SourcePosition {
  const starts = lineStarts(source);
  const start = value.lastIndexOf('${', offset);
  if (start === -1) return from;
  const needle = value.slice(start, offset + 1);
  let skip = value.slice(0, start).split('${').length - 1;
  let at = (starts[from.line - 1] ?? 0) + from.column - 1;
  for (;;) {
    at = source.indexOf('${', at);
    if (at === -1) return from;
    if (skip > 0) skip -= 1;
    else {
      const end = styles
        .map((escape) => endOfMatch(source, at, needle, escape))
        .find((found) => found !== undefined);
      if (end !== undefined) return positionAt(starts, from.file, end);
    }
    at += 2;
  }
}

/** The offset in `source` of the last character of `needle`, read from `at`; a run of white space matches any other. */
function endOfMatch(
  source: string,
  at: number,
  needle: string,
  escape: (char: string) => string,
): number | undefined {
  let next = at;
  let last = at;
  for (let i = 0; i < needle.length; i += 1) {
    const char = needle.charAt(i);
    if (isSpace(char)) {
      if (isSpace(needle.charAt(i - 1))) continue;
      if (!isSpace(source.charAt(next))) return undefined;
      last = next;
      while (isSpace(source.charAt(next))) next += 1;
      continue;
    }
    const written = escape(char);
    if (!source.startsWith(written, next)) return undefined;
    last = next;
    next += written.length;
  }
  return last;
}

function isSpace(char: string): boolean {
  return char === ' ' || char === '\n' || char === '\r' || char === '\t';
}

function lineStarts(source: string): readonly number[] {
  return [0, ...Array.from(source.matchAll(/\r\n|\n|\r/g), (match) => match.index + match[0].length)];
}

function positionAt(starts: readonly number[], file: string, offset: number): SourcePosition {
  const line = starts.findLastIndex((start) => start <= offset);
  return { file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
}
