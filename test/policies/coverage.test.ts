import { expect, it } from 'vitest';
import { coveredPercent, testPolicies } from '../../src/pipeline/test-policies.ts';
import { runContext } from '../support/run-context.ts';

it('the Rego tests reach at least 95 % of the lines of the shipped policies', async () => {
  const options = {
    data: [],
    allow: [],
    regoVersion: 'v1' as const,
    run: '',
    coverage: true,
    trace: false,
    timeout: 5_000,
  };
  const { tests, coverage } = await testPolicies({ ...options, paths: ['policies'] }, runContext());
  expect(tests.filter(({ outcome }) => outcome !== 'pass').map(({ name }) => name)).toEqual([]);
  expect(tests.length).toBeGreaterThan(200);
  expect(coverage.length).toBeGreaterThan(50);
  expect(coveredPercent(coverage)).toBeGreaterThanOrEqual(95);
});
