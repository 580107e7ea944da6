import type { DeadLetter } from '../model/ledger.ts';
import type { Outcome, OutcomeKind } from '../model/outcome.ts';
import type { SyncResult } from '../pipeline/sync.ts';
import { visible } from '../runtime/visible.ts';
import { nameList } from './name-list.ts';
import { noticeLines } from './notices.ts';
import { rolloutLines } from './rollout-lines.ts';
import type { Style } from './style.ts';

type Format = Parameters<Style>[0];

const kinds: readonly (readonly [OutcomeKind, string, Format])[] = [
  ['created', '+', 'green'],
  ['updated', '~', 'green'],
  ['removed', '-', 'yellow'],
  ['unchanged', '=', 'dim'],
  ['kept', 'o', 'dim'],
  ['pending', '.', 'dim'],
  ['superseded', '>', 'yellow'],
  ['blocked', '!', 'red'],
  ['failed', 'x', 'red'],
];

/** What a sync did: one line for clusters that went alike, one for each that did not go well, the key line last. */
export function syncLines(
  { outcomes, fleetEvaluation, unusedExceptions, rollouts, deadLetters, ledger }: SyncResult,
  style: Style,
): readonly string[] {
  const lines: string[] = [];
  for (const [kind, sign, colour] of kinds) {
    const of = outcomes.filter((outcome) => outcome.kind === kind);
    if (of.length === 0) continue;
    const head = style(colour, `${sign} ${kind.padEnd(10)}`);
    if (kind === 'blocked' || kind === 'failed' || kind === 'superseded') {
      lines.push(...of.map((outcome) => `${head} ${visible(`${outcome.cluster}: ${outcome.message}`)}`));
    } else lines.push(`${head} ${nameList(of.map((outcome) => outcome.cluster))}`);
  }
  if (lines.length > 0) lines.push('');
  return [
    ...lines,
    ...rolloutLines(rollouts, style),
    ...noticeLines(fleetEvaluation, unusedExceptions, style),
    ...retryLine(deadLetters),
    summary(outcomes, ledger !== null, style),
  ];
}

function retryLine({ length }: readonly DeadLetter[]): readonly string[] {
  if (length === 0) return [];
  return [
    `retry: ${length === 1 ? '1 cluster waits' : `${length} clusters wait`} for another try of a failed delivery: mcp policy retry`,
  ];
}

function summary(outcomes: readonly Outcome[], recorded: boolean, style: Style): string {
  const number = (...wanted: OutcomeKind[]): number =>
    outcomes.filter((outcome) => wanted.includes(outcome.kind)).length;
  const changed = number('created', 'updated', 'removed');
  const held = number('blocked', 'failed', 'superseded');
  const ledger = recorded ? '' : ' The last ledger record still says it all.';
  const pending = number('pending');
  if (changed === 0 && held === 0 && pending === 0)
    return `${style('bold', 'Nothing to do:')} every branch is up to date.${ledger}`;
  const counts = `${changed} delivered, ${number('unchanged')} unchanged${number('kept') > 0 ? `, ${number('kept')} kept` : ''}${pending > 0 ? `, ${pending} pending` : ''}, ${number('blocked')} blocked, ${number('superseded') > 0 ? `${number('superseded')} superseded, ` : ''}${number('failed')} failed`;
  return `${style('bold', 'Sync:')} ${counts}.${changed === 0 && !recorded ? ' No commit was made.' : ''}${ledger}`;
}
