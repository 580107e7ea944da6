import { expect, test } from 'vitest';
import { readRollout } from '../../../src/pipeline/source/rollout.ts';
import type { RolloutDocument } from '../../../src/pipeline/source/rollout.ts';

const position = { file: 'baselines/base.yaml', line: 9, column: 5 };

test.each<RolloutDocument>([{}, { type: 'All' }])('%j is no rollout in waves', (document) => {
  expect(readRollout(document, position)).toBeNull();
});

test('has the defaults of Open Cluster Management', () => {
  expect(readRollout({ type: 'ProgressivePerGroup' }, position)).toEqual({
    type: 'ProgressivePerGroup',
    mandatoryGroups: [],
    minSuccessTime: 0,
    progressDeadline: null,
    maxFailures: 0,
    maxConcurrency: null,
  });
});

test('reads all fields', () => {
  const progressive = {
    mandatoryDecisionGroups: [{ groupName: 'canary' }, { groupIndex: 3 }],
    minSuccessTime: '1h30m',
    progressDeadline: '90s',
    maxFailures: '5%',
    maxConcurrency: 4,
  };
  expect(readRollout({ type: 'Progressive', progressive }, position)).toEqual({
    type: 'Progressive',
    mandatoryGroups: ['canary', 3],
    minSuccessTime: 5_400_000,
    progressDeadline: 90_000,
    maxFailures: '5%',
    maxConcurrency: 4,
  });
});

test.each<RolloutDocument>([
  { progressive: {} },
  { type: 'All', progressivePerGroup: {} },
  { type: 'Progressive', progressivePerGroup: {} },
  { type: 'ProgressivePerGroup', progressive: {}, progressivePerGroup: {} },
])('%j is refused: the fields would have no effect', (document) => {
  expect(() => readRollout(document, position)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', position }),
  );
});
