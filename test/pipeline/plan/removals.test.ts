import { expect, test } from 'vitest';
import type { Change } from '../../../src/model/plan.ts';
import { checkRemovals } from '../../../src/pipeline/plan/removals.ts';
import type { RemovalsInput } from '../../../src/pipeline/plan/removals.ts';

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

function changes(removed: number, others: number): readonly Change[] {
  const change = (action: Change['action'], index: number): Change => ({
    cluster: `${action}-${index}`,
    action,
    branch: 'b',
    tip: 'a'.repeat(40),
    currentTree: 'c'.repeat(40),
    tree: action === 'remove' ? emptyTree : 'c'.repeat(40),
    baselines: [],
    evaluation: null,
    pending: [],
    blocked: null,
  });
  return [
    ...Array.from({ length: removed }, (_, index) => change('remove', index)),
    ...Array.from({ length: others }, (_, index) => change('unchanged', index)),
  ];
}

const check = (given: Partial<RemovalsInput> & { readonly changes: readonly Change[] }): (() => void) => {
  const input = {
    emptyTree,
    delivery: { maxRemovals: 0.1 },
    allowRemovals: false,
    hasRecord: true,
    ...given,
  };
  return () => {
    checkRemovals(input);
  };
};

test.each([
  ['one of ten is 10 %', 1, 9, 0.1, true],
  ['two of ten are more', 2, 8, 0.1, false],
  ['one of nine is more', 1, 8, 0.1, false],
  ['none is never too many', 0, 1, 0, true],
  ['all, when 100 % are allowed', 3, 0, 1, true],
])('%s', (_, removed, others, maxRemovals, allowed) => {
  const run = check({ changes: changes(removed, others), delivery: { maxRemovals } });
  if (allowed) expect(run).not.toThrow();
  else expect(run).toThrow(`remove the baseline from ${removed} of ${removed + others} clusters`);
});

test('--allow-removals allows them', () => {
  expect(check({ changes: changes(10, 0), allowRemovals: true })).not.toThrow();
});

test('a branch that its templates leave empty counts like one whose cluster left', () => {
  const emptied = changes(5, 5).map((change) => ({ ...change, action: 'update' as const }));
  expect(check({ changes: emptied })).toThrow('from 5 of 10 clusters');
});

test('branches that are empty already are no part of the fleet that a share is taken of', () => {
  const empty = changes(0, 90).map((change) => ({ ...change, currentTree: emptyTree, tree: emptyTree }));
  expect(check({ changes: [...empty, ...changes(1, 5)] })).toThrow('from 1 of 6 clusters');
});

test('without a record nobody knows who left: not one is removed', () => {
  expect(check({ changes: changes(1, 99), hasRecord: false })).toThrow(
    'does not say what was decided before',
  );
});
