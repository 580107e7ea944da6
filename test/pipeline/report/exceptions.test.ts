import { describe, expect, it } from 'vitest';
import type { ExceptionStatus } from '../../../src/model/report.ts';
import { exceptionReports } from '../../../src/pipeline/report/exceptions.ts';
import { anException } from '../../support/recorded-run.ts';

const now = new Date('2026-11-24T11:00:00Z');

describe('an exception that expires', () => {
  it.each<[expires: string, status: ExceptionStatus, daysLeft: number]>([
    ['2026-11-23', 'expired', -1],
    ['2026-11-24', 'expiring', 0],
    ['2026-11-24T10:59:59Z', 'expired', -1],
    ['2026-11-24T11:00:00Z', 'expired', 0],
    ['2026-11-24T11:00:01Z', 'expiring', 0],
    ['2026-11-24T13:30:00+02:00', 'expiring', 0],
    ['2026-12-23', 'expiring', 29],
    ['2026-12-24T11:00:00Z', 'expiring', 30],
    ['2026-12-24T11:00:01Z', 'active', 30],
    ['2026-12-24', 'active', 30],
    ['2027-11-24', 'active', 365],
  ])('%s is %s, with %i days left', (expires, status, daysLeft) => {
    expect(exceptionReports([anException('one', expires)], [], now)).toMatchObject([
      { status, daysLeft, unused: true },
    ]);
  });

  it('stands before those that expire later', () => {
    const dates = ['2027-01-01', '2026-12-31T23:00:00-05:00', '2026-12-31', '2026-12-30'];
    const sorted = exceptionReports(
      dates.map((date) => anException(date, date)),
      [],
      now,
    );
    expect(sorted.map(({ expires }) => expires)).toEqual([
      '2026-12-30',
      '2026-12-31',
      '2026-12-31T23:00:00-05:00',
      '2027-01-01',
    ]);
  });
});
