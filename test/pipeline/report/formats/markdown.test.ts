import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportAsMarkdown } from '../../../../src/pipeline/report/formats/markdown.ts';
import { code, text } from '../../../../src/runtime/markdown-text.ts';
import { buildReport } from '../../../../src/pipeline/report/index.ts';
import { hostileTexts, withHostileText } from '../../../support/hostile-report.ts';
import { aFinding, fleetRun, recordedRun } from '../../../support/recorded-run.ts';
import { digestOf } from '../../../../src/runtime/canonical-json.ts';

const now = new Date('2026-11-24T11:00:00Z');
const report = buildReport({ run: fleetRun(), now });

/** The kind of each line and, in tables, its number of cells. */
function shape(markdown: string): readonly string[] {
  return markdown.split('\n').map((line) => {
    const cells = line.startsWith('|') ? line.split(/(?<!\\)(?:\\\\)*\|/).length : 0;
    return `${/^[#>|]*/.exec(line)?.[0] ?? ''} ${cells}`;
  });
}

describe('the Markdown report', () => {
  it('is as it was', async () => {
    await expect(reportAsMarkdown(report)).toMatchFileSnapshot('golden/report.md');
  });

  it('counts what it leaves out', () => {
    const findings = Array.from({ length: 25 }, (_, index) =>
      aFinding('pod-privileged', 'fail', `workload-${index}`),
    );
    const { clusters } = recordedRun().record;
    const run = recordedRun({
      record: { clusters: clusters.map((cluster) => ({ ...cluster, evaluation: digestOf(findings) })) },
      evaluations: new Map([[digestOf(findings), findings]]),
    });
    expect(reportAsMarkdown(buildReport({ run, now }))).toContain(
      'And 5 more findings, in the HTML and JSON reports.',
    );
  });

  it('says so when nothing fails and when nothing was evaluated', () => {
    const { clusters } = recordedRun().record;
    const clean = clusters.filter(({ name }) => name.includes('production') && !name.startsWith('us'));
    const run = recordedRun({ record: { clusters: clean } });
    expect(reportAsMarkdown(buildReport({ run, now }))).toContain(
      '**Nothing fails on the 3 evaluated clusters.** Every cluster of the inventory was evaluated.',
    );
    expect(reportAsMarkdown(buildReport({ run: recordedRun({ record: { clusters: [] } }), now }))).toContain(
      '**No cluster was evaluated.**',
    );
  });
});

describe('hostile text in the Markdown report', () => {
  it.each(hostileTexts)('%j makes no line and no cell', (hostile) => {
    const markdown = reportAsMarkdown(withHostileText(report, hostile));
    expect(shape(markdown)).toEqual(shape(reportAsMarkdown(report)));
  });

  it('makes no line and no cell, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), (hostile) => {
        const markdown = reportAsMarkdown(withHostileText(report, hostile));
        expect(shape(markdown)).toEqual(shape(reportAsMarkdown(report)));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['<img src=x>', '&lt;img src=x\\>'],
    ['[a](b) ![c](d)', '\\[a\\](b) \\!\\[c\\](d)'],
    ['a|b', 'a\\|b'],
    ['https://evil.example', 'https\\://evil.example'],
    ['WWW.evil.example', 'WWW\\.evil.example'],
    ['\u202ea\nb', '\\\\u\\{202e\\}a b'],
  ])('%j is written as %j', (hostile, written) => {
    expect(text(hostile)).toBe(written);
  });

  it.each([
    ['plain', '`plain`'],
    ['a`b``c', '```a`b``c```'],
    ['`a', '`` `a ``'],
    ['a|b', '`a\\|b`'],
    ['', ''],
  ])('%j as code is %j', (hostile, written) => {
    expect(code(hostile)).toBe(written);
  });
});
