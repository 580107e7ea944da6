import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Share } from '../../../../src/model/report.ts';
import { count, moment, number, objectName, percent } from '../../../../src/pipeline/report/formats/words.ts';

describe('percent', () => {
  it.each<[part: number, whole: number, text: string]>([
    [0, 0, 'n/a'],
    [0, 7, '0.0%'],
    [1, 3, '33.3%'],
    [2, 3, '66.6%'],
    [1, 20_000, '<0.1%'],
    [19_999, 20_000, '99.9%'],
    [7, 7, '100%'],
  ])('%i of %i is %s', (part, whole, text) => {
    expect(percent({ part, whole })).toBe(text);
  });

  it('says 100% for all and only for all', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        const share: Share = { part: Math.min(a, b), whole: Math.max(a, b) };
        expect(percent(share) === '100%').toBe(share.whole > 0 && share.part === share.whole);
      }),
    );
  });
});

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1_234_567, '1,234,567'],
])('%i is written %s', (value, text) => {
  expect(number(value)).toBe(text);
});

it('counts', () => {
  expect([count(1, 'cluster'), count(2, 'cluster'), count(0, 'branch', 'branches')]).toEqual([
    '1 cluster',
    '2 clusters',
    '0 branches',
  ]);
});

it('writes times without the locale of the machine', () => {
  expect(moment('2026-11-24T10:46:33.123Z')).toBe('2026-11-24 10:46 UTC');
  expect(moment('2026-12-10')).toBe('2026-12-10');
  expect(moment('2026-12-10T12:00:00+02:00')).toBe('2026-12-10T12:00:00+02:00');
});

it('names objects by group, kind, namespace and name', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'cart' };
  expect(objectName(pod)).toBe('Pod shop/cart');
  expect(objectName({ ...pod, apiVersion: 'apps/v1', kind: 'Deployment' })).toBe('apps/Deployment shop/cart');
  expect(objectName({ ...pod, kind: 'Namespace', namespace: null })).toBe('Namespace cart');
});
