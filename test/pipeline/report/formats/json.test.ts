import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { reportAsJson } from '../../../../src/pipeline/report/formats/json.ts';
import { buildReport } from '../../../../src/pipeline/report/index.ts';
import { hostileTexts, withHostileText } from '../../../support/hostile-report.ts';
import { fleetRun, recordedRun } from '../../../support/recorded-run.ts';

const schemaFile = new URL('../../../../src/pipeline/report/formats/report.schema.json', import.meta.url);
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
  JSON.parse(readFileSync(schemaFile, 'utf8')),
);

const now = new Date('2026-11-24T11:00:00Z');
const previous = recordedRun({ record: { id: '20261123T104633Z-0a1b2c' } });
const report = buildReport({ run: fleetRun(), previous, now });

function errorsOf(value: unknown): unknown {
  validate(value);
  return validate.errors;
}

describe('the JSON report', () => {
  it('is as it was', async () => {
    await expect(reportAsJson(report)).toMatchFileSnapshot('golden/report.json');
  });

  it('is the report', () => {
    expect(JSON.parse(reportAsJson(report))).toEqual(report);
  });

  it.each([
    ['a fleet', report],
    [
      'an empty fleet',
      buildReport({ run: recordedRun({ record: { clusters: [] }, evaluations: new Map() }), now }),
    ],
    ['chosen frameworks', buildReport({ run: recordedRun(), now, frameworks: ['nsa-kubernetes-1.2'] })],
    [
      'a work tree',
      buildReport({
        run: recordedRun({ record: { source: { repository: '.', commit: null, ref: 'HEAD' } } }),
        now,
      }),
    ],
    ['hostile text', withHostileText(report, hostileTexts.join(''))],
  ])('fits its schema: %s', (_, value) => {
    const parsed: unknown = JSON.parse(
      reportAsJson({ ...value, apiVersion: 'mcp.policy/v1alpha1', kind: 'Report' }),
    );
    expect(errorsOf(parsed)).toBeNull();
  });

  it('has a schema that refuses what is not in it', () => {
    expect(errorsOf({ ...report, verdict: 'compliant' })).not.toBeNull();
    expect(errorsOf({ ...report, summary: { ...report.summary, failingClusters: -1 } })).not.toBeNull();
  });
});
