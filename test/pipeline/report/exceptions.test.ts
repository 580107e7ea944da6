import { describe, expect, it } from 'vitest';
import type { PolicyException } from '../../../src/model/exception.ts';
import type { ExceptionReport, ExceptionStatus } from '../../../src/model/report.ts';
import { exceptionReports } from '../../../src/pipeline/report/exceptions.ts';
import { groupByEvaluation } from '../../../src/pipeline/report/evaluated-group.ts';
import { populationOf } from '../../../src/pipeline/report/population.ts';
import { anException, recordedRun } from '../../support/recorded-run.ts';

const now = new Date('2026-11-24T11:00:00Z');

/** The run of 2026-11-24 10:46 with these exceptions. */
function reports(...exceptions: readonly PolicyException[]): readonly ExceptionReport[] {
  const run = recordedRun();
  const population = populationOf(run);
  const groups = groupByEvaluation(population, run);
  return exceptionReports({ ...run, ruleBook: { ...run.ruleBook, exceptions } }, population, groups, now);
}

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
    expect(reports(anException('one', expires))).toMatchObject([{ status, daysLeft }]);
  });

  it('stands before those that expire later', () => {
    const dates = ['2027-01-01', '2026-12-31T23:00:00-05:00', '2026-12-31', '2026-12-30'];
    const sorted = reports(...dates.map((date) => anException(date, date)));
    expect(sorted.map(({ expires }) => expires)).toEqual([
      '2026-12-30',
      '2026-12-31',
      '2026-12-31T23:00:00-05:00',
      '2027-01-01',
    ]);
  });
});

it.each<[created: string, expires: string, status: ExceptionStatus]>([
  ['2026-11-24', '2026-12-31', 'active'],
  ['2026-11-24T11:00:00Z', '2026-12-31', 'active'],
  ['2026-11-24T11:00:01Z', '2026-12-31', 'pending'],
  ['2026-11-25', '2026-11-30', 'pending'],
])('an exception of %s until %s is %s', (created, expires, status) => {
  expect(reports(anException('one', expires, { created }))).toMatchObject([{ status }]);
});

describe('an exception is called unused', () => {
  const { match } = anException('any', '2027-01-01');
  const clusters = ['eu-production-1'];
  const one = (more: Partial<PolicyException> = {}) =>
    anException('one', '2027-01-01', { match: { ...match, clusters }, ...more });

  it.each<[string, PolicyException, boolean]>([
    ['when nothing is excepted because of it', one(), true],
    ['not when something is', one({ name: 'vendor-root-filesystem' }), false],
    ['not before it was in force', one({ created: '2026-11-24T10:50:00Z' }), false],
    ['not when it began during the run', one({ created: '2026-11-24T10:46:35Z' }), false],
    ['not when it had expired', one({ expires: '2026-11-24T10:00:00Z' }), false],
    ['not when a cluster of it has no data', one({ match: { ...match, clusters: ['us-staging-1'] } }), false],
  ])('%s', (_, exception, unused) => {
    expect(reports(exception)).toMatchObject([{ unused }]);
  });
});
