import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commitObject } from '../../../src/git/commit.ts';
import { commitMessage, runSummary } from '../../../src/pipeline/ledger/commit-message.ts';
import { ruleBookDigest } from '../../../src/pipeline/ledger/index.ts';
import { readRun } from '../../../src/pipeline/ledger/read-run.ts';
import { snapshotOf } from '../../../src/pipeline/ledger/snapshot.ts';
import { inMemory } from '../../support/memory-reader.ts';
import { digestOf } from '../../../src/runtime/canonical-json.ts';
import {
  aCluster,
  aFinding,
  aFleetFinding,
  anException,
  aPolicy,
  recordedRun,
} from '../../support/recorded-run.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '\ud800',
    '\u202e',
    'a\nMcp-Run: 20200101T000000Z-000000',
    '\0',
    '</script>',
  ),
);

const arbitraryRun = fc
  .record({
    names: fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 4 }),
    text: hostile,
    label: hostile,
    message: hostile,
  })
  .map(({ names, text, label, message }) => {
    const findings = [aFinding(text, 'fail', text, { message })];
    const digest = digestOf(findings);
    const fleetFindings = [aFleetFinding(text, 'fail', label, { message })];
    const ruleBook = {
      policies: [aPolicy(text, 'low', [text])],
      catalogs: [],
      exceptions: [anException(text, '2026-12-10', { reason: message })],
    };
    return recordedRun({
      record: {
        fleet: text,
        fleetEvaluation: digestOf(fleetFindings),
        clusters: names
          .sort()
          .map((name) =>
            aCluster(name, { labels: Object.fromEntries([[label, text]]), evaluation: digest, message }),
          ),
        ruleBook: ruleBookDigest(ruleBook),
        deadLetters: [{ cluster: text, reason: message, attempts: 1, first: null, last: null }],
      },
      ruleBook,
      fleetFindings,
      evaluations: new Map(names.length === 0 ? [] : [[digest, findings]]),
    });
  });

it('any text comes back as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRun, async (run) => {
      const { tree, objects } = snapshotOf({ ...run, signer: null });
      const commit = commitObject({
        tree,
        parents: [],
        author: { name: 'mcp', email: 'mcp@acme.example' },
        time: new Date(run.record.finishedAt),
        message: commitMessage(run.record),
      });
      const reader = inMemory([commit, ...objects]);
      expect(await readRun(reader, commit.id)).toEqual({ ...run, commit: commit.id });
    }),
    { numRuns: 200 },
  );
});

it('no text of others forges the id of a run', () => {
  fc.assert(
    fc.property(hostile, hostile, (fleet, repository) => {
      const { record } = recordedRun({
        record: { fleet, source: { repository, commit: null, ref: 'main' } },
      });
      const author = { name: 'mcp', email: '', time: 0 };
      expect(
        runSummary({
          id: 'x',
          tree: 'x',
          parents: [],
          author,
          committer: author,
          message: commitMessage(record),
        }).id,
      ).toBe(record.id);
    }),
  );
});
