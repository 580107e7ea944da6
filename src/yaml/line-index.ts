import type { SourcePosition } from '../model/position.ts';

/** Turns offsets (UTF-16 units) of a text into lines and columns; LF, CRLF and CR end a line, as in YAML. */
export class LineIndex {
  readonly #file: string;
  readonly #text: string;
  #starts: number[] | undefined;

  constructor(text: string, file: string) {
    this.#file = file;
    this.#text = text;
  }

  positionAt(offset: number): SourcePosition {
    const starts = (this.#starts ??= lineStarts(this.#text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.#file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}
