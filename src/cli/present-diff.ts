import { createTwoFilesPatch } from 'diff';
import { visible } from '../runtime/visible.ts';
import type { Style } from './style.ts';

/** A unified diff of one file; an empty text stands for no file. */
export function patchLines(path: string, before: string, after: string, style: Style): readonly string[] {
  const from = before === '' ? '/dev/null' : `a/${path}`;
  const to = after === '' ? '/dev/null' : `b/${path}`;
  const patch = createTwoFilesPatch(from, to, before, after, undefined, undefined, { context: 3 });
  return patch
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => diffLine(line, style));
}

/** One line of a unified diff in its colour. */
export function diffLine(line: string, style: Style): string {
  return style(colourOf(line), visible(line));
}

function colourOf(line: string): Parameters<Style>[0] {
  if (line.startsWith('---') || line.startsWith('+++')) return 'bold';
  if (line.startsWith('@@')) return 'cyan';
  if (line.startsWith('+')) return 'green';
  return line.startsWith('-') ? 'red' : 'reset';
}
