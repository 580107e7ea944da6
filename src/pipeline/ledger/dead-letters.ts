import type { DeadLetter } from '../../model/ledger.ts';
import type { Outcome, OutcomeKind } from '../../model/outcome.ts';
import { orderTexts } from '../../model/order-texts.ts';

export interface DeadLettersInput {
  /** Of the record before. */
  readonly before: readonly DeadLetter[];
  readonly outcomes: readonly Outcome[];
  /** The clusters that a retry took up; null: a sync, which looks at all of them. */
  readonly retried: ReadonlySet<string> | null;
  readonly now: Date;
}

/**
 * The clusters whose delivery failed and has not succeeded since, by name. One that was held back instead of tried, by a
 * policy or a wave, stays; one that was delivered, needs nothing any more or is gone does not. Pure.
 */
export function deadLettersAfter({
  before,
  outcomes,
  retried,
  now,
}: DeadLettersInput): readonly DeadLetter[] {
  const letters = new Map(before.map((letter) => [letter.cluster, letter]));
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.cluster, outcome]));
  for (const cluster of letters.keys()) {
    const kind = outcomeOf.get(cluster)?.kind;
    const wasLookedAt = retried === null || retried.has(cluster);
    if (wasLookedAt && (kind === undefined || !stillOwed.has(kind))) letters.delete(cluster);
  }
  const time = now.toISOString();
  for (const { cluster, kind, message, attempts } of outcomes) {
    if (kind !== 'failed') continue;
    const earlier = letters.get(cluster);
    letters.set(cluster, {
      ...{ cluster, reason: message, last: time },
      attempts: (earlier?.attempts ?? 0) + attempts,
      first: earlier?.first ?? time,
    });
  }
  return [...letters.values()].sort((a, b) => orderTexts(a.cluster, b.cluster));
}

const stillOwed: ReadonlySet<OutcomeKind> = new Set(['failed', 'blocked', 'pending']);
