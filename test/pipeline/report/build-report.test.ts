import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingStates } from '../../../src/model/finding.ts';
import type { RecordedRun } from '../../../src/model/ledger.ts';
import { buildReport } from '../../../src/pipeline/report/index.ts';
import { totalOf } from '../../../src/pipeline/report/states.ts';
import { digestOf } from '../../../src/runtime/canonical-json.ts';
import {
  aCatalog,
  aCluster,
  aControl,
  aFinding,
  aPolicy,
  anException,
  fakeId,
  recordedRun,
} from '../../support/recorded-run.ts';

const now = new Date('2026-11-24T11:00:00Z');
const report = buildReport({ run: recordedRun(), now });

describe('the report on a small fleet', () => {
  it('names every cluster of the inventory with its state and why', () => {
    const { clusters, ...sums } = report.population;
    expect(sums).toEqual({ inScope: 8, evaluated: 6, noData: 1, excluded: 1 });
    expect(clusters.map(({ name, state, reason, delivered }) => [name, state, reason, delivered])).toEqual([
      ['ap-lab-1', 'excluded', 'No placement selects this cluster.', false],
      ['ap-production-1', 'evaluated', '', true],
      ['eu-development-1', 'evaluated', '', true],
      ['eu-development-2', 'evaluated', '', true],
      ['eu-production-1', 'evaluated', '', true],
      ['eu-production-2', 'evaluated', '', true],
      ['us-production-1', 'evaluated', '', false],
      [
        'us-staging-1',
        'noData',
        'templates/workloads/quota.yaml:9:14: cluster.claims.cpu is not there',
        false,
      ],
    ]);
  });

  it('keeps a cluster that left the inventory apart', () => {
    expect(report.leftInventory).toEqual([
      {
        name: 'us-testing-1',
        branch: 'cluster/us-testing-1',
        tip: fakeId('tip us-testing-1'),
        outcome: 'kept',
        message: '',
      },
    ]);
  });

  it('counts each control over clusters and objects', () => {
    const [cis] = report.frameworks;
    const counts = Object.fromEntries(
      cis!.controls.map(({ id, clusters, objects }) => [id, { clusters, objects }]),
    );
    const none = { pass: 0, fail: 0, excepted: 0, manual: 0, notEvaluated: 0, notApplicable: 0 };
    expect(counts).toEqual({
      // Six people have to judge it; the seventh cluster has no data.
      'cis-5.1.1': { clusters: { ...none, manual: 6, notEvaluated: 1 }, objects: none },
      'cis-5.1.6': {
        clusters: { ...none, notEvaluated: 4, notApplicable: 3 },
        objects: { ...none, notEvaluated: 2 },
      },
      'cis-5.2.2': {
        clusters: { ...none, pass: 5, fail: 1, notEvaluated: 1 },
        objects: { ...none, pass: 10, fail: 1 },
      },
      'cis-5.3.1': { clusters: { ...none, notEvaluated: 7 }, objects: none },
      'cis-5.3.2': { clusters: { ...none, pass: 6, notEvaluated: 1 }, objects: none },
      'cis-5.4.1': { clusters: { ...none, notEvaluated: 7 }, objects: none },
      'cis-5.5.1': {
        clusters: { ...none, pass: 4, fail: 2, notEvaluated: 1 },
        objects: { ...none, pass: 10, fail: 2 },
      },
      'cis-5.6.3': {
        clusters: { ...none, excepted: 5, fail: 1, notEvaluated: 1 },
        objects: { ...none, pass: 5, excepted: 5, fail: 1 },
      },
    });
    expect(cis!.controls.find(({ id }) => id === 'cis-5.4.1')?.reason).toBe(
      'No policy of this run maps to this control.',
    );
    expect(cis!.failingControls).toBe(3);
    expect(cis!.compliance.withExceptions).toEqual({ part: 20, whole: 24 });
    expect(cis!.compliance.withoutExceptions).toEqual({ part: 15, whole: 24 });
  });

  it('lists equal findings once, the worst first', () => {
    expect(report.findings.map(({ state, policy, clusters }) => [state, policy, clusters])).toEqual([
      ['fail', 'pod-privileged', 1],
      ['fail', 'image-digest', 2],
      ['fail', 'read-only-root', 1],
      ['notEvaluated', 'service-account-token', 2],
      ['excepted', 'read-only-root', 5],
    ]);
  });

  it('says how to mend what fails, with the words of the policy when the finding has none', () => {
    expect(report.findings.map(({ fix }) => fix)).toContain('Mend pod-privileged in the template.');
    expect(report.findings.map(({ fix }) => fix)).toContain(
      'Name the image as registry.acme.example/api@sha256:…',
    );
  });

  it('leads from a control to clusters, objects and evidence', () => {
    const control = report.frameworks[0]!.controls.find(({ id }) => id === 'cis-5.5.1')!;
    const [affected] = control.affected;
    const evaluation = report.evaluations.find(({ digest }) => digest === affected!.evaluation);
    const finding = report.findings.find(({ id }) => id === affected!.findings[0]);
    expect(evaluation?.clusters).toEqual(['eu-development-1', 'eu-development-2']);
    expect(finding).toMatchObject({
      object: { kind: 'Deployment', name: 'api' },
      path: 'workloads/payments/Deployment-api.yaml',
      origin: { file: 'templates/workloads/deployment.yaml', line: 12 },
    });
  });

  it('lists the worst first under a control, groups and findings alike', () => {
    const control = report.frameworks[0]!.controls.find(({ id }) => id === 'cis-5.6.3')!;
    expect(control.affected.map(({ state, clusters }) => [state, clusters])).toEqual([
      ['fail', 1],
      ['excepted', 3],
      ['excepted', 2],
    ]);
    const states = report.evaluations.map(({ findings }) =>
      findings.map((id) => report.findings.findIndex((finding) => finding.id === id)),
    );
    for (const ranks of states) expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });

  it('names the worst controls and clusters', () => {
    expect(report.worst.clusters.map(({ name, total }) => [name, total])).toEqual([
      ['us-production-1', 2],
      ['eu-development-1', 1],
      ['eu-development-2', 1],
    ]);
    expect(report.worst.controls[0]).toMatchObject({
      id: 'cis-5.5.1',
      failingClusters: 2,
      failingObjects: 2,
    });
    expect(report.worst.failingControls).toBe(6);
  });

  it('says what each exception covers', () => {
    expect(
      report.exceptions.map(({ name, status, unused, covers }) => [name, status, unused, covers]),
    ).toEqual([
      ['legacy-tokens', 'expired', false, { findings: 0, clusters: 0 }],
      ['vendor-root-filesystem', 'expiring', false, { findings: 5, clusters: 5 }],
      ['new-scanner', 'pending', false, { findings: 0, clusters: 0 }],
      ['mesh-sidecar', 'active', true, { findings: 0, clusters: 0 }],
    ]);
  });

  it('gives a finding the same id in every report', () => {
    const [moved, ...others] = recordedRun().record.clusters.toReversed();
    const other = buildReport({
      run: recordedRun({ record: { clusters: [...others.toReversed(), moved!] }, commit: fakeId('other') }),
      now: new Date('2027-01-01T00:00:00Z'),
    });
    expect(other.findings.map(({ id }) => id)).toEqual(report.findings.map(({ id }) => id));
  });
});

describe('evidence', () => {
  it('is never the branch of a cluster that nothing was evaluated for', () => {
    const idle = { baselines: [], outcome: 'unchanged' as const };
    const [, judged] = recordedRun().record.clusters;
    const of = (...clusters: RecordedRun['record']['clusters']) =>
      buildReport({ run: recordedRun({ record: { clusters } }), now });
    const emptied = aCluster('aa-emptied-1', idle);
    const left = aCluster('aa-left-1', { ...idle, inInventory: false });
    const { integrity, population } = of(emptied, left, judged!);
    expect(population.clusters.map(({ name, delivered }) => [name, delivered])).toEqual([
      ['aa-emptied-1', false],
      ['ap-production-1', true],
    ]);
    const claims = integrity.checks.map(({ claim }) => claim).join('\n');
    expect(claims).toContain('The branch of ap-production-1 holds');
    expect(claims).not.toMatch(/aa-/);
    expect(of(emptied, left).integrity.checks).toHaveLength(3);
  });

  it('is missing where no policy judged anything', () => {
    const empty = digestOf([]);
    const run = recordedRun({
      record: { clusters: [aCluster('eu-1', { evaluation: empty })] },
      ruleBook: { ...recordedRun().ruleBook, policies: [] },
      evaluations: new Map([[empty, []]]),
    });
    const { population, frameworks } = buildReport({ run, now });
    expect(population).toMatchObject({
      ...{ inScope: 1, evaluated: 0, noData: 1 },
      clusters: [{ state: 'noData', reason: 'No policy judged this cluster.', delivered: false }],
    });
    expect(frameworks[0]!.states).toMatchObject({ pass: 0, notEvaluated: 8 });
  });
});

describe('what a reader must know first', () => {
  it.each<[what: string, run: RecordedRun, at: string, note: RegExp]>([
    [
      'a change was held back',
      recordedRun(),
      '2026-11-24T11:00:00Z',
      /1 cluster was judged .* us-production-1/,
    ],
    ['the record is old', recordedRun(), '2026-11-30T11:00:00Z', /6 days older/],
    [
      'an exception ran out since',
      recordedRun(),
      '2026-12-11T00:00:00Z',
      /vendor-root-filesystem has expired since/,
    ],
    [
      'nobody can repeat the run',
      recordedRun({ record: { source: { repository: '.', commit: null, ref: 'HEAD' } } }),
      '2026-11-24T11:00:00Z',
      /no commit holds/,
    ],
    [
      'a policy names an unknown control',
      recordedRun({
        ruleBook: { policies: [aPolicy('p', 'low', ['cis-9.9'])], catalogs: [], exceptions: [] },
      }),
      '2026-11-24T11:00:00Z',
      /policy p names controls that no catalogue holds: cis-9\.9/,
    ],
  ])('%s', (_, run, at, note) => {
    expect(buildReport({ run, now: new Date(at) }).notes).toContainEqual(expect.stringMatching(note));
  });
});

describe('frameworks', () => {
  it('are those asked for, in that order, each once', () => {
    const names = ['nsa-kubernetes-1.2', 'cis-kubernetes-1.12', 'nsa-kubernetes-1.2'];
    const asked = buildReport({ run: recordedRun(), now, frameworks: names });
    expect(asked.frameworks.map(({ name }) => name)).toEqual(['nsa-kubernetes-1.2', 'cis-kubernetes-1.12']);
  });

  it('must be in the rule book', () => {
    expect(() => buildReport({ run: recordedRun(), now, frameworks: ['pci'] })).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: 'It knows: cis-kubernetes-1.12, nsa-kubernetes-1.2.' }),
    );
  });

  it('are compared with the run before where it knew them', () => {
    const { clusters } = recordedRun().record;
    const previous = recordedRun({
      record: {
        id: '20261123T104633Z-aaaaaa',
        clusters: clusters.filter(({ name }) => !name.startsWith('eu-development')),
      },
      ruleBook: { ...recordedRun().ruleBook, catalogs: recordedRun().ruleBook.catalogs.slice(0, 1) },
    });
    const [cis, nsa] = buildReport({ run: recordedRun(), previous, now }).frameworks;
    expect(cis!.previous).toMatchObject({ run: '20261123T104633Z-aaaaaa', states: { fail: 2 } });
    expect(cis!.states.fail).toBe(4);
    expect(nsa!.previous).toBeNull();
  });
});

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 6 });
const policyIds = ['one', 'two', 'three'];

/** Fleets of any shape: clusters share evaluations, lack them, were never selected, left, or name findings that are gone. */
const anyRun = fc
  .record({
    clusters: fc.uniqueArray(
      fc.record({
        name,
        evaluation: fc.constantFrom(0, 1, 2, 'gone', null),
        selected: fc.boolean(),
        inInventory: fc.boolean(),
      }),
      { selector: (cluster) => cluster.name, maxLength: 12 },
    ),
    evaluations: fc.array(
      fc.array(
        fc.record({
          policy: fc.constantFrom(...policyIds, 'unknown'),
          state: fc.constantFrom(...findingStates),
          object: fc.constantFrom('api', 'worker', null),
        }),
        { maxLength: 8 },
      ),
      { minLength: 3, maxLength: 3 },
    ),
    coverage: fc.array(fc.constantFrom('automated' as const, 'manual' as const, 'outOfReach' as const), {
      maxLength: 4,
    }),
  })
  .map(({ clusters, evaluations, coverage }) => {
    const findings = evaluations.map((evaluation) =>
      evaluation.map(({ policy, state, object }) =>
        aFinding(policy, state, object ?? '', {
          exception: state === 'excepted' ? 'waiver' : null,
          ...(object === null ? { object: null, path: null } : {}),
        }),
      ),
    );
    const digests = findings.map(digestOf);
    return recordedRun({
      record: {
        clusters: clusters
          .map(({ name: cluster, evaluation, selected, inInventory }) =>
            aCluster(cluster, {
              inInventory,
              baselines: selected ? ['workloads'] : [],
              evaluation:
                typeof evaluation === 'number' ? digests[evaluation]! : evaluation && digestOf(evaluation),
            }),
          )
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      },
      ruleBook: {
        policies: policyIds.map((id, index) => aPolicy(id, 'high', [`c-${index}`, 'c-0'])),
        catalogs: [
          aCatalog(
            'f-1',
            'F',
            coverage.map((one, index) => aControl(`c-${index}`, 'C', { coverage: one })),
          ),
        ],
        exceptions: [anException('waiver', '2027-01-01')],
      },
      evaluations: new Map(findings.map((one, index) => [digests[index]!, one])),
    });
  });

describe('for any run', () => {
  it('every cluster is in one state and the population adds up', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { population, leftInventory } = buildReport({ run, now });
        const { inScope, evaluated, noData, excluded, clusters } = population;
        expect(evaluated + noData + excluded).toBe(inScope);
        const names = (inInventory: boolean) =>
          run.record.clusters
            .filter((cluster) => cluster.inInventory === inInventory)
            .map((cluster) => cluster.name);
        expect(clusters.map((cluster) => cluster.name)).toEqual(names(true));
        expect(leftInventory.map((cluster) => cluster.name)).toEqual(names(false));
      }),
    );
  });

  it('the six states of a control count every cluster in scope once', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { population, frameworks } = buildReport({ run, now });
        for (const { controls, states } of frameworks) {
          for (const control of controls) {
            expect(totalOf(control.clusters)).toBe(population.evaluated + population.noData);
          }
          expect(totalOf(states)).toBe(controls.length * (population.evaluated + population.noData));
        }
      }),
    );
  });

  it('every finding is counted in its own state, and none is lost', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { population, summary, policies } = buildReport({ run, now });
        const all = population.clusters
          .filter(({ state }) => state === 'evaluated')
          .flatMap(({ evaluation }) => run.evaluations.get(evaluation!)!);
        for (const state of findingStates) {
          expect(summary.findings[state]).toBe(all.filter((finding) => finding.state === state).length);
          expect(policies.reduce((sum, policy) => sum + policy.states[state], 0)).toBe(
            summary.findings[state],
          );
        }
      }),
    );
  });

  it('every failing finding is listed with exactly the clusters that have it', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { findings, evaluations, population } = buildReport({ run, now });
        const listed = findings
          .filter(({ state }) => state === 'fail')
          .map(({ policy, object, clusters }) => JSON.stringify([policy, object, clusters]));
        const counted = new Map<string, Set<string>>();
        for (const cluster of population.clusters.filter(({ state }) => state === 'evaluated')) {
          for (const { state, policy, object } of run.evaluations.get(cluster.evaluation!)!) {
            if (state !== 'fail') continue;
            const key = JSON.stringify([policy, object]);
            counted.set(key, (counted.get(key) ?? new Set()).add(cluster.name));
          }
        }
        const expected = [...counted].map(([key, names]) => key.replace(/\]$/, `,${names.size}]`));
        expect(listed.sort()).toEqual(expected.sort());
        for (const finding of findings) {
          const groups = evaluations.filter(({ digest }) => finding.evaluations.includes(digest));
          expect(groups.reduce((sum, group) => sum + group.clusters.length, 0)).toBe(finding.clusters);
        }
      }),
    );
  });
});
