import type { RegoTest } from '../pipeline/test-policies.ts';
import { formatPosition } from '../model/position.ts';

/**
 * Tests as JUnit XML, the form that CI systems read (schema: testmoapp/junitxml): one suite a package, times in seconds.
 */
export function junit(tests: readonly RegoTest[]): string {
  const suites = [...Map.groupBy(tests, (test) => test.package)].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = suites.flatMap(([name, cases]) => [
    `  <testsuite name=${attribute(name)}${counts(cases)}>`,
    ...cases.flatMap(testCase),
    '  </testsuite>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="mcp policy test"${counts(tests)}>`,
    ...lines,
    '</testsuites>',
    '',
  ].join('\n');
}

function counts(tests: readonly RegoTest[]): string {
  const number = (outcome: RegoTest['outcome']): number =>
    tests.filter((test) => test.outcome === outcome).length;
  const time = tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return ` tests="${tests.length}" failures="${number('fail')}" errors="${number('error')}" skipped="${number('skip')}" time="${seconds(time)}"`;
}

function testCase(test: RegoTest): readonly string[] {
  const { name, position, outcome, milliseconds, message, failures, output } = test;
  const open = `    <testcase name=${attribute(name)} classname=${attribute(test.package)} file=${attribute(position.file)} line="${position.line}" time="${seconds(milliseconds)}"`;
  const why = [
    ...(message === '' ? [] : [message]),
    ...failures.map((failure) =>
      [
        failure.position === null ? '' : `${formatPosition(failure.position)} ${failure.case}`.trim(),
        failure.text,
      ].join('\n'),
    ),
  ];
  const children = [
    ...(outcome === 'skip' ? ['      <skipped/>'] : []),
    ...(outcome === 'error' ? [`      <error message=${attribute(message)}/>`] : []),
    ...(outcome === 'fail'
      ? [
          `      <failure message=${attribute(`${test.package}.${name} failed`)}>${escape(why.join('\n'))}</failure>`,
        ]
      : []),
    ...(output === '' ? [] : [`      <system-out>${escape(output)}</system-out>`]),
  ];
  return children.length === 0 ? [`${open}/>`] : [`${open}>`, ...children, '    </testcase>'];
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(6);
}

function attribute(text: string): string {
  return `"${escape(text).replaceAll('\n', '&#10;')}"`;
}

/** What XML 1.0 has no character for becomes U+FFFD. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
