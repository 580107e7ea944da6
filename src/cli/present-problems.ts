import type { Problem } from '../model/problem.ts';
import { formatPosition } from '../model/position.ts';
import { visible } from '../runtime/visible.ts';
import type { Style } from './style.ts';

/** One problem a line, place first, so that editors and people find it; a hint follows where there is one. */
export function problemLines(problems: readonly Problem[], style: Style): readonly string[] {
  return problems.flatMap(({ severity, message, position, hint }) => {
    const place = position === null ? '' : `${style('bold', visible(formatPosition(position)))}: `;
    const label = style(severity === 'error' ? 'red' : 'yellow', severity);
    const [first = '', ...rest] = message.split('\n');
    return [
      `${place}${label}: ${visible(first)}`,
      ...rest.map((line) => `  ${visible(line)}`),
      ...(hint === '' ? [] : [`  ${style('cyan', 'hint:')} ${visible(hint)}`]),
    ];
  });
}
