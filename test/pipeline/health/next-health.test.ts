import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FleetHealth, ProbeResult, ProbeState } from '../../../src/model/health.ts';
import { nextHealth } from '../../../src/pipeline/health/next-health.ts';
import { parseHealth } from '../../../src/pipeline/health/parse-health.ts';

const empty: FleetHealth = {
  ...{ apiVersion: 'mcp.policy/v1alpha1', kind: 'FleetHealth', fleet: 'acme' },
  clusters: [],
};
const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 12, minute));
const answer = (state: ProbeState, cluster = 'a'): ProbeResult => ({
  ...{ cluster, state, reason: state === 'missed' ? 'ECONNREFUSED' : '' },
  url: 'https://a.test',
});

function after(states: readonly ProbeState[]): FleetHealth {
  return states.reduce(
    (health, state, minute) => nextHealth(health, [answer(state)], new Set(['a']), at(minute)),
    empty,
  );
}

test('the third miss in a row makes a cluster unreachable, and later ones change nothing', () => {
  const third = after(['missed', 'missed', 'missed']);
  expect(third.clusters).toEqual([
    {
      ...{ name: 'a', misses: 3, reason: 'ECONNREFUSED' },
      since: '2026-11-24T12:00:00.000Z',
      unreachableSince: '2026-11-24T12:02:00.000Z',
    },
  ]);
  expect(after(['missed', 'missed', 'missed', 'missed', 'missed'])).toEqual(third);
});

test.each<[string, ProbeState[], number]>([
  ['an answer', ['missed', 'missed', 'ready'], 0],
  ['an answer that wants credentials', ['missed', 'missed', 'missed', 'reachable'], 0],
  ['a certificate that nobody can judge', ['missed', 'missed', 'unverified'], 2],
  ['a refused address', ['missed', 'notProbed'], 1],
])('after misses, %s', (_, states, misses) => {
  expect(after(states).clusters[0]?.misses ?? 0).toBe(misses);
});

test('a cluster without an endpoint, and one that left the inventory, are forgotten', () => {
  const health = after(['missed']);
  expect(nextHealth(health, [{ ...answer('notProbed'), url: null }], new Set(['a']), at(9)).clusters).toEqual(
    [],
  );
  expect(nextHealth(health, [], new Set(['b']), at(9)).clusters).toEqual([]);
  expect(nextHealth(health, [], new Set(['a']), at(9))).toEqual(health);
});

test('whatever is recorded is read again as it was', () => {
  const state = fc.constantFrom<ProbeState[]>('ready', 'reachable', 'missed', 'unverified', 'notProbed');
  fc.assert(
    fc.property(fc.array(state, { maxLength: 8 }), (states) => {
      const health = after(states);
      expect(parseHealth(JSON.stringify(health))).toEqual(health);
    }),
  );
});

test.each([
  ['no JSON', 'x'],
  ['another kind', JSON.stringify({ ...empty, kind: 'Run' })],
  [
    'a miss too many',
    JSON.stringify({ ...empty, clusters: [{ ...after(['missed']).clusters[0], misses: 4 }] }),
  ],
  [
    'a time that is none',
    JSON.stringify({ ...empty, clusters: [{ ...after(['missed']).clusters[0], since: 'x' }] }),
  ],
  ['a name twice', JSON.stringify({ ...empty, clusters: [1, 2].map(() => after(['missed']).clusters[0]) })],
])('%s is no record', (_, text) => {
  expect(parseHealth(text)).toBeNull();
});
