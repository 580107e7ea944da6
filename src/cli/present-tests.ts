import { formatPosition } from '../model/position.ts';
import type { RegoCoverage, RegoTest } from '../pipeline/test-policies.ts';
import { coveredPercent } from '../pipeline/test-policies.ts';
import { visible } from '../runtime/visible.ts';
import type { Style } from './style.ts';

type Format = Parameters<Style>[0];

const signs: Readonly<Record<RegoTest['outcome'], readonly [string, Format]>> = {
  pass: ['ok', 'green'],
  fail: ['FAIL', 'red'],
  error: ['ERROR', 'red'],
  skip: ['skipped', 'dim'],
};

/** Tests for people: what failed with the expression at fault and what was printed; the others only with `all`. */
export function testLines(tests: readonly RegoTest[], all: boolean, style: Style): readonly string[] {
  const shown = tests.filter(({ outcome }) => all || outcome === 'fail' || outcome === 'error');
  return shown.flatMap((test) => [headline(test, style), ...details(test, style)]);
}

/** The key line: how many there are of each outcome. */
export function testSummary(tests: readonly RegoTest[], style: Style): string {
  const number = (outcome: RegoTest['outcome']): number =>
    tests.filter((test) => test.outcome === outcome).length;
  const counts = [
    `${number('pass')} passed`,
    `${number('fail')} failed`,
    ...(number('error') > 0 ? [`${number('error')} ended with an error`] : []),
    ...(number('skip') > 0 ? [`${number('skip')} skipped`] : []),
  ];
  return `${style('bold', 'Tests:')} ${counts.join(', ')}.`;
}

/** The files with lines that no test reached, then the share of all lines. */
export function coverageLines(files: readonly RegoCoverage[], style: Style): readonly string[] {
  const gaps = files
    .filter(({ notCoveredLines }) => notCoveredLines > 0)
    .map(({ file, notCovered }) => {
      const lines = notCovered.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`));
      return `${visible(file)}: ${style('yellow', 'not covered')} line ${lines.join(', ')}`;
    });
  return [...gaps, `${style('bold', 'Coverage:')} ${coveredPercent(files).toFixed(1)} % of lines.`];
}

function headline({ outcome, package: of, name, position, milliseconds }: RegoTest, style: Style): string {
  const [sign, colour] = signs[outcome];
  const full = of === position.file ? name : `${of}.${name}`;
  const time = milliseconds === 0 ? '' : style('dim', ` ${milliseconds.toFixed(1)} ms`);
  return `${style(colour, sign)} ${visible(full)} ${style('dim', visible(formatPosition(position)))}${time}`;
}

function details({ message, output, cases, failures, trace }: RegoTest, style: Style): readonly string[] {
  const indented = (text: string, by: string): readonly string[] =>
    text
      .replace(/\n+$/u, '')
      .split('\n')
      .map((line) => `${by}${shown(line)}`);
  return [
    ...(message === '' ? [] : indented(message, '  ')),
    ...cases.map(({ name, passed }) => `  ${passed ? 'ok' : style('red', 'FAIL')} ${visible(name)}`),
    ...failures.flatMap((failure) => [
      `  ${failure.position === null ? '' : style('bold', visible(formatPosition(failure.position)))}${failure.case === '' ? '' : ` ${visible(failure.case)}`}`,
      ...indented(failure.text, '    '),
    ]),
    ...(output === '' ? [] : [style('dim', '  printed:'), ...indented(output, '    ')]),
    ...(trace === '' ? [] : [style('dim', '  trace:'), ...indented(trace, '    ')]),
  ];
}

/** Like `visible`, with the blanks that align values below an expression. */
function shown(line: string): string {
  const indent = /^ */u.exec(line)?.[0] ?? '';
  return indent + visible(line.slice(indent.length).replaceAll('\t', '  '));
}
