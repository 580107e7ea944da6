import { formatPosition } from '../model/position.ts';
import type { EvalFinding } from '../pipeline/eval-files.ts';
import { count } from '../pipeline/stage-timer.ts';
import { visible } from '../runtime/visible.ts';
import type { Style } from './style.ts';

/** How many findings are in each state, failures and warnings apart. */
export interface EvalSummary {
  readonly passed: number;
  readonly failed: number;
  readonly warned: number;
  readonly excepted: number;
  /** What could not be judged counts as a failure, or a warning, too. */
  readonly notEvaluated: number;
}

export function summaryOf(findings: readonly EvalFinding[]): EvalSummary {
  const number = (isCounted: (finding: EvalFinding) => boolean): number => findings.filter(isCounted).length;
  return {
    passed: number(({ state }) => state === 'pass'),
    failed: number((finding) => isBad(finding) && finding.enforcement === 'deny'),
    warned: number((finding) => isBad(finding) && finding.enforcement === 'warn'),
    excepted: number(({ state }) => state === 'excepted'),
    notEvaluated: number(({ state }) => state === 'notEvaluated'),
  };
}

/** What is wrong with manifests, for people: the place first, then the line itself, and why; the key line last. */
export function findingLines(findings: readonly EvalFinding[], style: Style): readonly string[] {
  const { passed, failed, warned, excepted } = summaryOf(findings);
  const counts = [
    `${passed} passed`,
    count(warned, 'warning'),
    count(failed, 'failure'),
    ...(excepted > 0 ? [`${excepted} excepted`] : []),
  ];
  return [
    ...findings.filter(isBad).flatMap((finding) => linesOf(finding, style)),
    `${style('bold', 'Eval:')} ${counts.join(', ')}.`,
  ];
}

function isBad({ state }: EvalFinding): boolean {
  return state === 'fail' || state === 'notEvaluated';
}

function linesOf(finding: EvalFinding, style: Style): readonly string[] {
  const { policy, enforcement, state, message, fix, position, source } = finding;
  const place = position === null ? 'all manifests' : formatPosition(position);
  const label = style(enforcement === 'deny' ? 'red' : 'yellow', enforcement === 'deny' ? 'fail' : 'warn');
  const why = state === 'notEvaluated' ? 'not evaluated: ' : '';
  const number = position === null ? '' : String(position.line);
  return [
    `${style('bold', visible(place))}: ${label} ${visible(`${policy}: ${why}${message}`)}`,
    ...(source.trim() === '' ? [] : [style('dim', `  ${number} | ${inLine(source)}`)]),
    ...explanationLines(finding, style),
    ...(fix === '' ? [] : [`  ${style('cyan', 'fix:')} ${visible(fix)}`]),
  ];
}

function explanationLines({ explanation }: EvalFinding, style: Style): readonly string[] {
  if (explanation === null) return [];
  const { position, expressions } = explanation;
  return [
    `  ${style('cyan', 'because')} the rule at ${position === null ? '?' : visible(formatPosition(position))} holds:`,
    ...expressions.flatMap(({ position: at, text, values }) => [
      ...text
        .split('\n')
        .map(
          (line, index) =>
            `  ${(index === 0 && at !== null ? String(at.line) : '').padStart(5)} | ${inLine(line)}`,
        ),
      ...values.map(({ name, value }) => style('dim', `        | ${visible(name)} is ${visible(value)}`)),
    ]),
  ];
}

/** One line with its indentation. */
function inLine(text: string): string {
  const expanded = text.replaceAll('\t', '  ');
  const indent = /^ */u.exec(expanded)?.[0] ?? '';
  return indent + visible(expanded.slice(indent.length));
}
