import { expect, it } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import { newFindings } from '../../../src/pipeline/plan/new-findings.ts';
import { digestOf } from '../../../src/runtime/canonical-json.ts';
import { aFinding, recordedRun } from '../../support/recorded-run.ts';

const evaluation = (cluster: string, findings: readonly Finding[]) =>
  [cluster, { cluster, digest: digestOf(findings), findings, denials: [] }] as const;

it('are those that a cluster did not have in the last run, once for all clusters', () => {
  const old = [aFinding('p', 'fail', 'web'), aFinding('q', 'pass', 'web')];
  const { clusters } = recordedRun().record;
  const [first, second] = clusters.map(({ name }) => name) as [string, string];
  const recorded = recordedRun({
    record: { clusters: clusters.slice(0, 2).map((cluster) => ({ ...cluster, evaluation: digestOf(old) })) },
    evaluations: new Map([[digestOf(old), old]]),
  });
  const now = [aFinding('p', 'fail', 'web'), aFinding('q', 'fail', 'web'), aFinding('r', 'excepted', 'web')];
  const evaluations = new Map([evaluation(first, now), evaluation(second, old), evaluation('new', now)]);
  expect(
    newFindings(evaluations, recorded).map(({ policy, clusters: names }) => [policy, [...names].sort()]),
  ).toEqual([
    ['q', [first, 'new'].sort()],
    ['p', ['new']],
  ]);
});

it('are all that fail or cannot be judged where nothing was recorded', () => {
  const findings = [
    aFinding('p', 'notEvaluated', 'web'),
    aFinding('q', 'pass', 'web'),
    aFinding('r', 'manual', 'web'),
  ];
  expect(newFindings(new Map([evaluation('a', findings)]), null)).toMatchObject([
    { policy: 'p', state: 'notEvaluated', clusters: ['a'] },
  ]);
});
