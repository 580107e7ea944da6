import type { FindingState } from '../../model/finding.ts';
import { findingStates } from '../../model/finding.ts';
import type { Compliance, StateCounts } from '../../model/report.ts';

/**
 * The order in which states outweigh each other when several bear on one control or object. A certain
 * deviation comes first, then what nobody has looked at, then what a person must judge, then an approved
 * deviation; an object that nothing applies to never outweighs one that passes.
 */
export const worstFirst: readonly FindingState[] = [
  'fail',
  'notEvaluated',
  'manual',
  'excepted',
  'pass',
  'notApplicable',
];

/** The state that outweighs the others; null for none at all. */
export function worstOf(states: Iterable<FindingState>): FindingState | null {
  const present = new Set(states);
  return worstFirst.find((state) => present.has(state)) ?? null;
}

/** Counts that grow. */
export type Tally = Record<FindingState, number>;

export function emptyTally(): Tally {
  return { pass: 0, fail: 0, excepted: 0, manual: 0, notEvaluated: 0, notApplicable: 0 };
}

/** Adds `counts`, `times` over. */
export function addCounts(tally: Tally, counts: StateCounts, times = 1): void {
  for (const state of findingStates) tally[state] += counts[state] * times;
}

export function totalOf(counts: StateCounts): number {
  return findingStates.reduce((sum, state) => sum + counts[state], 0);
}

/** The figures of compliance over any counts; see `Compliance` for what goes into each. */
export function complianceOf(counts: StateCounts): Compliance {
  const judged = counts.pass + counts.fail + counts.excepted;
  return {
    withExceptions: { part: counts.pass + counts.excepted, whole: judged },
    withoutExceptions: { part: counts.pass, whole: judged },
    coverage: { part: judged, whole: totalOf(counts) - counts.notApplicable },
  };
}
