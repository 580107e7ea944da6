import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Control } from '../../../src/model/control.ts';
import type { FindingState } from '../../../src/model/finding.ts';
import { findingStates } from '../../../src/model/finding.ts';
import { controlState, objectStates } from '../../../src/pipeline/report/control-state.ts';
import {
  complianceOf,
  emptyTally,
  totalOf,
  worstFirst,
  worstOf,
} from '../../../src/pipeline/report/states.ts';
import { aControl, aFinding } from '../../support/recorded-run.ts';

const anyStates = fc.array(fc.constantFrom(...findingStates));

describe('the worst state', () => {
  it.each<[states: FindingState[], worst: FindingState | null]>([
    [[], null],
    [['pass'], 'pass'],
    [['pass', 'notApplicable'], 'pass'],
    [['pass', 'excepted'], 'excepted'],
    [['excepted', 'manual'], 'manual'],
    [['manual', 'notEvaluated'], 'notEvaluated'],
    [['notEvaluated', 'fail', 'pass'], 'fail'],
    [['notApplicable', 'notApplicable'], 'notApplicable'],
  ])('of %j is %s', (states, worst) => {
    expect(worstOf(states)).toBe(worst);
  });

  it('orders all six states', () => {
    expect([...worstFirst].sort()).toEqual([...findingStates].sort());
  });

  it('is one of those given, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...findingStates), { minLength: 1 }), (states) => {
        expect(states).toContain(worstOf(states));
        expect(worstOf(states.toReversed())).toBe(worstOf(states));
      }),
    );
  });
});

describe('the state of a control on a cluster', () => {
  const { automated, manual, outOfReach } = {
    automated: aControl('cis-1', 'Automated'),
    manual: aControl('cis-2', 'Manual', { coverage: 'manual' }),
    outOfReach: aControl('cis-3', 'Out of reach', { coverage: 'outOfReach' }),
  };
  it.each<[what: string, control: Control, findings: FindingState[], state: FindingState]>([
    ['automated without a finding', automated, [], 'notEvaluated'],
    ['automated and passing', automated, ['pass', 'notApplicable'], 'pass'],
    ['automated with nothing that it applies to', automated, ['notApplicable'], 'notApplicable'],
    ['automated with one failure', automated, ['pass', 'fail', 'excepted'], 'fail'],
    ['automated, partly not evaluated', automated, ['pass', 'notEvaluated'], 'notEvaluated'],
    ['automated and excepted', automated, ['pass', 'excepted'], 'excepted'],
    ['manual without a finding', manual, [], 'manual'],
    ['manual, its policy passes', manual, ['pass'], 'manual'],
    ['manual, its policy is excepted', manual, ['excepted'], 'manual'],
    ['manual, its policy fails', manual, ['fail'], 'fail'],
    ['out of reach without a finding', outOfReach, [], 'notEvaluated'],
    ['out of reach, its policy passes', outOfReach, ['pass'], 'notEvaluated'],
    ['out of reach, its policy fails', outOfReach, ['fail'], 'fail'],
  ])('%s', (_, control, states, expected) => {
    expect(
      controlState(
        control,
        states.map((state) => aFinding('policy', state, 'api')),
      ),
    ).toBe(expected);
  });

  it('is never a pass without a passing finding', () => {
    fc.assert(
      fc.property(fc.constantFrom(automated, manual, outOfReach), anyStates, (control, states) => {
        const state = controlState(
          control,
          states.map((one) => aFinding('policy', one, 'api')),
        );
        if (state === 'pass') expect(states).toContain('pass');
        if (state === 'notApplicable') expect(new Set(states)).toEqual(new Set(['notApplicable']));
      }),
    );
  });
});

describe('objects', () => {
  it('count once, by their worst state, however many policies judge them', () => {
    const findings = [
      aFinding('a', 'pass', 'api'),
      aFinding('b', 'fail', 'api'),
      aFinding('b', 'fail', 'api', { field: 'spec.other' }),
      aFinding('a', 'pass', 'worker'),
      aFinding('a', 'notEvaluated', 'none', { object: null }),
    ];
    expect(objectStates(findings)).toEqual({ ...emptyTally(), fail: 1, pass: 1 });
  });

  it('are told apart by namespace, kind and group, not by a joined name', () => {
    const object = (namespace: string, name: string) =>
      aFinding('a', 'pass', name, { object: { apiVersion: 'v1', kind: 'Pod', namespace, name } });
    expect(objectStates([object('a', 'b/c'), object('a/b', 'c')]).pass).toBe(2);
  });
});

describe('compliance', () => {
  it('leaves what was not judged out of both figures and shows it as missing coverage', () => {
    const counts = { pass: 6, fail: 2, excepted: 1, manual: 3, notEvaluated: 4, notApplicable: 10 };
    expect(complianceOf(counts)).toEqual({
      withExceptions: { part: 7, whole: 9 },
      withoutExceptions: { part: 6, whole: 9 },
      coverage: { part: 9, whole: 16 },
    });
  });

  it('never exceeds its whole, and exceptions never lower it', () => {
    const count = fc.nat({ max: 1000 });
    const counts = fc.record({
      ...{ pass: count, fail: count, excepted: count },
      ...{ manual: count, notEvaluated: count, notApplicable: count },
    });
    fc.assert(
      fc.property(counts, (tally) => {
        const { withExceptions, withoutExceptions, coverage } = complianceOf(tally);
        expect(withExceptions.part).toBeGreaterThanOrEqual(withoutExceptions.part);
        expect(withExceptions.part).toBeLessThanOrEqual(withExceptions.whole);
        expect(coverage.part).toBe(withExceptions.whole);
        expect(coverage.whole).toBe(totalOf(tally) - tally.notApplicable);
      }),
    );
  });
});
