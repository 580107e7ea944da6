import { describe, expect, it } from 'vitest';
import type { FleetFinding } from '../../../src/model/finding.ts';
import type { ControlReport, Report } from '../../../src/model/report.ts';
import { buildReport, headline } from '../../../src/pipeline/report/index.ts';
import { aFleetFinding, fleetRun, recordedRun } from '../../support/recorded-run.ts';

const now = new Date('2026-11-24T11:00:00Z');
const policy = 'fleet-cluster-without-baseline';

function report(findings?: readonly FleetFinding[]): Report {
  return buildReport({ run: fleetRun(findings), now, frameworks: ['acme-2026'] });
}

function control(of: Report): ControlReport | undefined {
  return of.frameworks[0]?.controls.find(({ id }) => id === 'acme-fleet');
}

describe('what is found about the fleet', () => {
  it.each<[string, readonly FleetFinding[], fail: number, pass: number, state: string]>([
    ['nothing: every cluster passes', [aFleetFinding(policy, 'pass', null)], 0, 6, 'pass'],
    [
      'one cluster: it fails, the others pass',
      [aFleetFinding(policy, 'fail', 'eu-production-1')],
      1,
      5,
      'fail',
    ],
    ['no cluster in particular: every one fails', [aFleetFinding(policy, 'fail', null)], 6, 0, 'fail'],
    [
      'a cluster out of scope: the control fails all the same',
      [aFleetFinding(policy, 'fail', 'ap-lab-1')],
      0,
      6,
      'fail',
    ],
    ['an excepted one', [aFleetFinding(policy, 'excepted', 'eu-production-1')], 0, 5, 'excepted'],
  ])('bears on controls: %s', (_, findings, fail, pass, state) => {
    const found = control(report(findings));
    // One cluster has no data: it is not evaluated under any control.
    expect(found?.clusters).toMatchObject({ fail, pass, notEvaluated: 1 });
    expect(found?.fleet?.state).toBe(state);
    expect(report(findings).frameworks[0]?.failingControls).toBe(state === 'fail' ? 1 : 0);
  });

  it('is listed by its worst state, with evidence that its control names', () => {
    const made = report();
    expect(made.fleet?.states).toMatchObject({ fail: 2, pass: 1 });
    expect(made.fleet?.findings.map(({ cluster }) => cluster)).toEqual(['ap-lab-1', 'eu-production-2']);
    expect(control(made)?.fleet?.findings).toEqual(made.fleet?.findings.map(({ id }) => id));
    expect(made.integrity.checks.map(({ claim }) => claim)).toContain(
      'The findings about the fleet as a whole are the recorded ones',
    );
  });

  it.each<[readonly FleetFinding[], string]>([
    [[aFleetFinding(policy, 'pass', null)], 'No reported control fails on the 6 evaluated clusters.'],
    [
      [aFleetFinding(policy, 'fail', 'eu-production-1')],
      '1 of 2 controls fails, on 1 cluster of 6 evaluated.',
    ],
    [[aFleetFinding(policy, 'fail', null)], '1 of 2 controls fails, for the fleet as a whole.'],
    [
      [aFleetFinding(policy, 'fail', 'ap-lab-1')],
      '1 of 2 controls fails, for clusters that were not evaluated.',
    ],
  ])('stands in the headline', (findings, verdict) => {
    expect(headline(report(findings)).verdict).toBe(verdict);
  });

  it('uses the exceptions that it names', () => {
    const name = 'mesh-sidecar';
    const of = (findings: readonly FleetFinding[]) =>
      report(findings).exceptions.find((exception) => exception.name === name);
    expect(of([aFleetFinding(policy, 'pass', null)])).toMatchObject({
      unused: true,
      covers: { findings: 0 },
    });
    const excepted = aFleetFinding(policy, 'excepted', 'eu-production-1', { exception: name });
    expect(of([excepted])).toMatchObject({ unused: false, covers: { findings: 1, clusters: 1 } });
  });

  it('is nothing in a run without such policies', () => {
    expect(buildReport({ run: recordedRun(), now }).fleet).toBeNull();
  });
});
