import { expect, test } from 'vitest';
import type { DeadLetter } from '../../../src/model/ledger.ts';
import type { Outcome, OutcomeKind } from '../../../src/model/outcome.ts';
import { deadLettersAfter } from '../../../src/pipeline/ledger/index.ts';

const outcome = (cluster: string, kind: OutcomeKind): Outcome => ({
  ...{ cluster, kind, branch: `cluster/${cluster}`, tip: null, tree: null },
  ...{ message: 'HTTP 503', attempts: 5 },
});
const letter = (cluster: string, more: Partial<DeadLetter> = {}): DeadLetter => ({
  ...{ cluster, reason: 'a hook', attempts: 10, first: '2026-11-20T08:00:00.000Z' },
  ...{ last: '2026-11-23T08:00:00.000Z', ...more },
});
const now = new Date('2026-11-24T08:00:00Z');
const again = { reason: 'HTTP 503', attempts: 15, last: now.toISOString() };
const after = (outcomes: readonly Outcome[], retried: readonly string[] | null = null) =>
  deadLettersAfter({
    ...{ before: [letter('a')], outcomes, now },
    retried: retried === null ? null : new Set(retried),
  });

test.each<[OutcomeKind, Partial<DeadLetter> | null]>([
  ['failed', again],
  ['blocked', {}],
  ['pending', {}],
  ['created', null],
  ['updated', null],
  ['unchanged', null],
  ['removed', null],
  ['kept', null],
  ['superseded', null],
])('a delivery that failed before and is %s now', (kind, expected) => {
  expect(after([outcome('a', kind)])).toEqual(expected === null ? [] : [letter('a', expected)]);
});

test('a cluster that is gone owes nothing; one that a retry did not take up still does', () => {
  expect(after([])).toEqual([]);
  expect(after([], ['a'])).toEqual([]);
  expect(after([outcome('b', 'created')], ['b'])).toEqual([letter('a')]);
});

test('a first failure; letters are in the order of the names', () => {
  const first = letter('B', { ...again, attempts: 5, first: now.toISOString() });
  expect(after([outcome('a', 'failed'), outcome('B', 'failed')])).toEqual([first, letter('a', again)]);
});
