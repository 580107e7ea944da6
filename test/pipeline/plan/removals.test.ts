import { expect, test } from 'vitest';
import type { Change } from '../../../src/model/plan.ts';
import { checkRemovals } from '../../../src/pipeline/plan/removals.ts';

function changes(removed: number, others: number): readonly Change[] {
  const change = (action: Change['action'], index: number): Change => ({
    cluster: `${action}-${index}`,
    action,
    branch: 'b',
    tip: 'a'.repeat(40),
    currentTree: null,
    tree: null,
    baselines: [],
    evaluation: null,
    blocked: null,
  });
  return [
    ...Array.from({ length: removed }, (_, index) => change('remove', index)),
    ...Array.from({ length: others }, (_, index) => change('unchanged', index)),
  ];
}

test.each([
  ['one of ten is 10 %', 1, 9, 0.1, true],
  ['two of ten are more', 2, 8, 0.1, false],
  ['one of nine is more', 1, 8, 0.1, false],
  ['none is never too many', 0, 1, 0, true],
  ['all, when 100 % are allowed', 3, 0, 1, true],
])('%s', (_, removed, others, maxRemovals, allowed) => {
  const check = (): void => {
    checkRemovals(changes(removed, others), { maxRemovals }, false);
  };
  if (allowed) expect(check).not.toThrow();
  else expect(check).toThrow(`remove the baseline from ${removed} of ${removed + others} clusters`);
});

test('--allow-removals allows them', () => {
  expect(() => {
    checkRemovals(changes(10, 0), { maxRemovals: 0.1 }, true);
  }).not.toThrow();
});
