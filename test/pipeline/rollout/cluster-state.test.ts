import { expect, test } from 'vitest';
import type { RolloutStrategy } from '../../../src/model/rollout.ts';
import { stateAt } from '../../../src/pipeline/rollout/cluster-state.ts';
import type { ClusterFacts } from '../../../src/pipeline/rollout/cluster-state.ts';

const strategy: RolloutStrategy = {
  type: 'Progressive',
  mandatoryGroups: [],
  minSuccessTime: 0,
  progressDeadline: 3_600_000,
  maxFailures: 0,
  maxConcurrency: null,
};
const at = (time: string): string => `2026-11-24T${time}:00.000Z`;
const had = { content: 'new', since: at('10:00'), failed: null };
const failed = { content: 'old', since: at('08:00'), failed: { content: 'new', since: at('10:00') } };

test.each<[string, Partial<ClusterFacts>, string, string]>([
  ['has other content', { record: { ...had, content: 'old' } }, '10:30', 'ToApply'],
  ['has nothing that is known', { record: { content: null, since: null, failed: null } }, '10:30', 'ToApply'],
  ['has it', {}, '10:30', 'Succeeded 10:00'],
  ['has it, for whatever time', {}, '23:00', 'Succeeded 10:00'],
  [
    'has it since a time that nobody wrote down',
    { record: { ...had, since: null } },
    '10:30',
    'Succeeded 10:30',
  ],
  ['has it and is not seen', { availability: 'unavailable' }, '10:59', 'Progressing 10:00'],
  ['has it and was not seen for too long', { availability: 'unavailable' }, '11:00', 'TimeOut 10:00'],
  ['has it and nobody knows whether it is seen', { availability: 'unknown' }, '12:00', 'Succeeded 10:00'],
  ['could not get it', { record: failed }, '10:59', 'Failed 10:00'],
  ['could not get it for too long', { record: failed }, '11:00', 'TimeOut 10:00'],
  ['could not get something else', { record: failed, wanted: 'newer' }, '12:00', 'ToApply'],
  ['has what it could not get before', { record: { ...failed, content: 'new' } }, '12:00', 'Succeeded 08:00'],
])('a cluster that %s', (_, facts, time, expected) => {
  const given: ClusterFacts = { wanted: 'new', record: had, availability: 'available', ...facts };
  const { status, since } = stateAt(given, strategy, Date.parse(at(time)));
  const when = since === null ? [] : [new Date(since).toISOString().slice(11, 16)];
  expect([status, ...when].join(' ')).toBe(expected);
});
