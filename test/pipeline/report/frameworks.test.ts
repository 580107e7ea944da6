import { describe, expect, it } from 'vitest';
import type { RecordedRun } from '../../../src/model/ledger.ts';
import { buildReport } from '../../../src/pipeline/report/index.ts';
import { aCatalog, aControl, recordedRun } from '../../support/recorded-run.ts';

const now = new Date('2026-11-24T11:00:00Z');

describe('frameworks that map to others', () => {
  const base = recordedRun();
  const iso = aCatalog('iso', 'ISO', [aControl('iso-1', 'Hardened', { mapsTo: ['cis-5.2.2', 'cis-5.6.3'] })]);
  const old = {
    ...aCatalog('cis-old', 'CIS', [aControl('old-1', 'Old', { mapsTo: ['cis-5.2.2'] })]),
    reported: false,
  };
  const run: RecordedRun = {
    ...base,
    ruleBook: { ...base.ruleBook, catalogs: [...base.ruleBook.catalogs, iso, old] },
  };

  it('are judged by the policies of those', () => {
    const { frameworks, policies, findings } = buildReport({ run, now });
    const [control] = frameworks.find(({ name }) => name === 'iso')!.controls;
    expect(control).toMatchObject({
      id: 'iso-1',
      policies: ['pod-privileged', 'read-only-root'],
      reason: '',
    });
    expect(control?.clusters).toMatchObject({ fail: 1, excepted: 5 });
    const expected = ['cis-5.2.2', 'nsa-privileged', 'iso-1'];
    expect(policies.find(({ id }) => id === 'pod-privileged')?.controls).toEqual(expected);
    expect(findings.find(({ policy }) => policy === 'pod-privileged')?.controls).toEqual(expected);
  });

  it('are left out when the fleet does not report on them, and named', () => {
    const { frameworks, notes } = buildReport({ run, now });
    expect(frameworks.map(({ name }) => name)).not.toContain('cis-old');
    expect(notes).toContain('The rule book holds frameworks that this report is not about: cis-old.');
  });

  it('are reported on when asked for', () => {
    const { frameworks } = buildReport({ run, now, frameworks: ['cis-old'] });
    expect(frameworks.map(({ name, controls }) => [name, controls[0]?.policies])).toEqual([
      ['cis-old', ['pod-privileged']],
    ]);
  });
});
