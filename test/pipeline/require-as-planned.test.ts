import { describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/pipeline/plan-document.ts';
import { requireAsPlanned } from '../../src/pipeline/require-as-planned.ts';
import { aPlan } from '../support/plan-document.ts';

const document = aPlan();
const [change] = document.changes as [PlanDocument['changes'][number]];
const [changeSet] = document.changeSets as [PlanDocument['changeSets'][number]];
const other = 'f'.repeat(40);

describe('an approved plan', () => {
  it('lets pass what is the same, whenever and from wherever it is asked', () => {
    const source = { ...document.source, repository: '/srv/policy', ref: 'main' };
    const current = aPlan({ createdAt: '2026-11-25T11:00:00.000Z', source });
    expect(() => {
      requireAsPlanned({ document, maxAge: null }, current);
    }).not.toThrow();
  });

  it.each<[string, Parameters<typeof aPlan>[0], string]>([
    ['another fleet', { fleet: 'beta' }, 'it is of the fleet acme, and now it is beta'],
    ['another fleet repository', { repository: '/x.git' }, 'and now it is /x.git'],
    [
      'another commit',
      { source: { ...document.source, commit: other } },
      `from the commit ${'1'.repeat(40)}, and now it is ${other}`,
    ],
    ['another ledger', { ledgerTip: null }, `the ledger stood at ${'2'.repeat(40)}, and now it is nothing`],
    [
      'a branch that moved',
      { changes: [{ ...change, tip: other }] },
      `the branch cluster/eu-1 stood at ${'3'.repeat(40)}, and now at ${other}`,
    ],
    [
      'other content',
      { changes: [{ ...change, tree: other }] },
      `for eu-1 it says update (tree ${'5'.repeat(40)}), and now it would be update (tree ${other})`,
    ],
    [
      'a denial',
      {
        changes: [{ ...change, action: 'blocked', tree: null, blocked: { reason: 'policy', message: 'no' } }],
      },
      'and now it would be blocked (no)',
    ],
    [
      'another cluster',
      { changes: [change, { ...change, cluster: 'us-1', branch: 'b' }] },
      'for us-1 it says nothing',
    ],
    ['no cluster', { changes: [] }, 'and now it would be nothing'],
    ['another author', { author: { name: 'eve', email: 'e@x' } }, 'its author are others now'],
    ['other files', { changeSets: [{ ...changeSet, files: [] }] }, 'its changeSets are others now'],
    ['an idle exception', { unusedExceptions: ['x'] }, 'its unusedExceptions are others now'],
  ])('stops at %s', (_, now, message) => {
    expect(() => {
      requireAsPlanned({ document, maxAge: null }, aPlan(now));
    }).toThrow(message);
  });

  it.each([
    ['2026-11-24T15:00:00.000Z', true],
    ['2026-11-24T15:00:00.001Z', false],
    ['2026-11-24T10:59:59.999Z', false],
  ])('of 11:00 that may be four hours old passes at %s: %s', (createdAt, passes) => {
    const ask = () => {
      requireAsPlanned({ document, maxAge: 4 * 3_600_000 }, aPlan({ createdAt }));
    };
    if (passes) expect(ask).not.toThrow();
    else expect(ask).toThrow('it was made at 2026-11-24T11:00:00.000Z');
  });
});
