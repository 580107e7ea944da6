import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { format, resolveConfig } from 'prettier';
import { findArtifact } from '../../src/rego/artifact.ts';
import type { CaseGroup } from './cases.ts';
import { loadCases } from './cases.ts';
import { whyNotApplicable } from './not-applicable.ts';
import type { CaseReport } from './worker.ts';

/**
 * `npm run conformance`: all of OPA's evaluation cases, and docs/reference/conformance.md from what became of them. With
 * `--check` it writes nothing and fails when the committed page says something else.
 */
const page = join(import.meta.dirname, '../../docs/reference/conformance.md');

const start = performance.now();
const groups = loadCases();
const reports = await runAll(Math.min(availableParallelism(), 8));
const wrong = reports.filter((report) => report.wrong !== null);
for (const report of wrong) process.stderr.write(`${report.version} ${report.note}: ${report.wrong ?? ''}\n`);
const text = await format(pageOf(groups, wrong), { ...(await resolveConfig(page)), parser: 'markdown' });
if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  process.stderr.write('docs/reference/conformance.md is stale: run `npm run conformance` and commit it.\n');
  process.exitCode = 1;
}
if (wrong.length > 0) process.exitCode = 1;
process.stderr.write(
  `${reports.length} cases, ${wrong.length} failed, ${((performance.now() - start) / 1000).toFixed(0)} s\n`,
);

/** Each worker has a reactor of its own and takes every nth case. */
async function runAll(shares: number): Promise<readonly CaseReport[]> {
  const reported: CaseReport[] = [];
  const work = Array.from({ length: shares }, (_, share) => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: { share, shares } });
    worker.on('message', (report: CaseReport) => reported.push(report));
    return new Promise<void>((resolve, reject) => {
      worker.on('error', reject).on('exit', () => {
        resolve();
      });
    });
  });
  await Promise.all(work);
  const expected = groups
    .flatMap(({ cases }) => cases)
    .filter((tested) => whyNotApplicable(tested) === undefined);
  if (reported.length !== expected.length)
    throw new Error(`${expected.length} cases were to run, ${reported.length} did`);
  return reported;
}

function pageOf(all: readonly CaseGroup[], failed: readonly CaseReport[]): string {
  const rows = [...Map.groupBy(all, ({ name }) => name)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, same]) => {
      const cases = same.flatMap((group) => group.cases);
      const left = cases.filter((tested) => whyNotApplicable(tested) !== undefined).length;
      const bad = failed.filter(({ group }) => group === name).length;
      return { name, passed: cases.length - left - bad, bad, left };
    });
  const total = (of: 'passed' | 'bad' | 'left') => rows.reduce((sum, row) => sum + row[of], 0);
  const table = [
    ...rows,
    { name: '**all**', passed: total('passed'), bad: total('bad'), left: total('left') },
  ];
  const reasons = all.flatMap(({ version, cases }) =>
    cases.flatMap((tested) => {
      const why = whyNotApplicable(tested);
      return why === undefined ? [] : [`| ${tested.note} (${version}) | ${why} |`];
    }),
  );
  return `${[
    '# Conformance',
    '',
    '<!-- Made by test/conformance/run.ts: `npm run conformance`. -->',
    '',
    `OPA ${findArtifact()?.opa ?? ''} brings ${total('passed') + total('bad') + total('left')} cases of evaluation along (\`v1/test/cases/testdata\`, for Rego v0 and v1).`,
    "Here they are compiled by the reactor, evaluated as Wasm by mcp's own host, and judged by the rules of OPA's own test of Wasm policies.",
    '',
    '| group | passed | failed | not applicable |',
    '| --- | ---: | ---: | ---: |',
    ...table.map(({ name, passed, bad, left }) => `| ${name} | ${passed} | ${bad} | ${left} |`),
    '',
    '## Not applicable',
    '',
    '| case | why |',
    '| --- | --- |',
    ...reasons,
  ].join('\n')}\n`;
}
