import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/model/ledger.ts';
import { needsRecord } from '../../../src/pipeline/ledger/index.ts';
import { fakeId, recordedRun } from '../../support/recorded-run.ts';

const { record } = recordedRun();
const hour = 3_600_000;

function later(hours: number, more: Partial<RunRecord> = {}): RunRecord {
  const at = new Date(Date.parse(record.finishedAt) + hours * hour).toISOString();
  return { ...record, id: '20261124T120000Z-abcdef', startedAt: at, finishedAt: at, ...more };
}

function withCluster(change: Partial<RunRecord['clusters'][number]>): Partial<RunRecord> {
  return {
    clusters: record.clusters.map((cluster) =>
      cluster.name === 'eu-production-1' ? { ...cluster, ...change } : cluster,
    ),
  };
}

describe('needsRecord', () => {
  it.each<[what: string, run: RunRecord, needed: boolean]>([
    ['nothing differs but the time', later(1), false],
    [
      'a branch was updated then and is up to date now',
      later(1, withCluster({ outcome: 'unchanged' })),
      false,
    ],
    ['a tip moved', later(1, withCluster({ tip: fakeId('other') })), true],
    ['findings differ', later(1, withCluster({ evaluation: '0'.repeat(64) })), true],
    ['what is found about the fleet differs', later(1, { fleetEvaluation: '0'.repeat(64) }), true],
    ['a cluster became unreachable', later(1, withCluster({ availability: 'unavailable' })), true],
    ['a cluster failed', later(1, withCluster({ outcome: 'failed', message: 'no answer' })), true],
    ['a cluster is gone', later(1, { clusters: record.clusters.slice(1) }), true],
    ['a placement chose others', later(1, { decisions: [] }), true],
    ['the rule book is another', later(1, { ruleBook: '0'.repeat(64) }), true],
    [
      'the policy repository has a new commit',
      later(1, { source: { ...record.source, commit: fakeId('new') } }),
      true,
    ],
    ['mcp itself is another', later(1, { tool: { name: 'mcp', version: '0.2.0' } }), true],
    ['the last record is just short of a day old', later(23.99), false],
    ['the last record is a day old', later(24), true],
  ])('when %s', (_, run, needed) => {
    expect(needsRecord(run, record)).toBe(needed);
  });

  it('records the first run', () => {
    expect(needsRecord(record, null)).toBe(true);
  });
});
