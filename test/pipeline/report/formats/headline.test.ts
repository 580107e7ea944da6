import { expect, it } from 'vitest';
import type { Finding } from '../../../../src/model/finding.ts';
import { buildReport, headline } from '../../../../src/pipeline/report/index.ts';
import { digestOf } from '../../../../src/runtime/canonical-json.ts';
import {
  aCatalog,
  aCluster,
  aControl,
  aFinding,
  aPolicy,
  recordedRun,
} from '../../../support/recorded-run.ts';

const now = new Date('2026-11-24T11:00:00Z');

/** `a-1` is under framework `a`, `b-1` under `b`, `none` under no control. */
const policies = [
  aPolicy('a-1', 'high', ['a-1']),
  aPolicy('b-1', 'high', ['b-1']),
  aPolicy('none', 'high', []),
];

/** A cluster for each list of policies that fail on it. */
function headlineOf(
  failing: readonly (readonly string[])[],
  frameworks?: readonly string[],
  known = policies,
) {
  const findings = failing.map((ids) =>
    known.map(({ id }): Finding => aFinding(id, ids.includes(id) ? 'fail' : 'pass', 'api')),
  );
  const run = recordedRun({
    record: {
      clusters: findings.map((ofCluster, index) =>
        aCluster(`eu-${index}`, { evaluation: digestOf(ofCluster) }),
      ),
    },
    ruleBook: {
      policies: known,
      catalogs: ['a', 'b'].map((name) => aCatalog(name, name, [aControl(`${name}-1`, 'One')])),
      exceptions: [],
    },
    evaluations: new Map(findings.map((ofCluster) => [digestOf(ofCluster), ofCluster])),
  });
  return headline(buildReport({ run, now, frameworks }));
}

it.each<[verdict: string, failing: readonly (readonly string[])[], frameworks?: readonly string[]]>([
  ['Nothing fails on the 2 evaluated clusters.', [[], []]],
  ['No reported control fails on the 3 evaluated clusters.', [['b-1'], ['none'], []], ['a']],
  ['1 of 1 control fails, on 1 cluster of 4 evaluated.', [['a-1'], ['b-1'], ['b-1'], ['none']], ['a']],
  ['1 of 1 control fails, on 2 clusters of 4 evaluated.', [['b-1'], ['a-1'], ['a-1', 'b-1'], []], ['a']],
  ['2 of 2 controls fail, on 3 clusters of 4 evaluated.', [['a-1', 'b-1'], ['b-1'], ['b-1'], []]],
  [
    '1 of 2 controls fails, on 1 cluster of 3 evaluated; 2 findings fail under no control.',
    [['a-1', 'none'], ['none'], []],
  ],
  ['1 finding fails on 1 cluster of 2 evaluated, under no control.', [['none'], []]],
])('%s', (verdict, failing, frameworks) => {
  const { verdict: said, rest, clean } = headlineOf(failing, frameworks);
  expect(said).toBe(verdict);
  expect(rest).toBe('Every cluster of the inventory was evaluated.');
  expect(clean).toBe(verdict.startsWith('No'));
});

it('does not take a rule book without policies for a clean one', () => {
  expect(headlineOf([[], []], undefined, [])).toEqual({
    verdict: 'No policy judged anything.',
    rest: 'Not spoken of: 2 clusters without data.',
    clean: false,
  });
});

it('says so when there is no cluster', () => {
  expect(headlineOf([])).toEqual({
    verdict: 'No cluster was evaluated.',
    rest: 'The inventory is empty.',
    clean: false,
  });
});
