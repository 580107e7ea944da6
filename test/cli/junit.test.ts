import { expect, it } from 'vitest';
import { parse } from 'parse5';
import { junit } from '../../src/cli/junit.ts';
import type { RegoTest } from '../../src/pipeline/test-policies.ts';
import { hostileTexts } from '../support/hostile-report.ts';

const passed: RegoTest = {
  package: 'a.b_test',
  name: 'test_x',
  position: { file: 'b_test.rego', line: 3, column: 1 },
  outcome: 'pass',
  milliseconds: 1.5,
  output: '',
  message: '',
  cases: [],
  failures: [],
  trace: '',
};

it('writes one suite a package, with counts and seconds', () => {
  const failed: RegoTest = {
    ...passed,
    name: 'test_y',
    outcome: 'fail',
    output: 'seen\n',
    failures: [{ position: { file: 'b_test.rego', line: 9, column: 2 }, text: 'x == 1\n|\n2', case: 'one' }],
  };
  const wrong: RegoTest = { ...passed, package: 'a', name: 'test_z', outcome: 'error', message: 'too long' };
  expect(junit([passed, failed, wrong, { ...passed, name: 'todo_test_w', outcome: 'skip' }])).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="mcp policy test" tests="4" failures="1" errors="1" skipped="1" time="0.006000">
  <testsuite name="a" tests="1" failures="0" errors="1" skipped="0" time="0.001500">
    <testcase name="test_z" classname="a" file="b_test.rego" line="3" time="0.001500">
      <error message="too long"/>
    </testcase>
  </testsuite>
  <testsuite name="a.b_test" tests="3" failures="1" errors="0" skipped="1" time="0.004500">
    <testcase name="test_x" classname="a.b_test" file="b_test.rego" line="3" time="0.001500"/>
    <testcase name="test_y" classname="a.b_test" file="b_test.rego" line="3" time="0.001500">
      <failure message="a.b_test.test_y failed">b_test.rego:9:2 one
x == 1
|
2</failure>
      <system-out>seen
</system-out>
    </testcase>
    <testcase name="todo_test_w" classname="a.b_test" file="b_test.rego" line="3" time="0.001500">
      <skipped/>
    </testcase>
  </testsuite>
</testsuites>
`,
  );
});

it.each(hostileTexts)('no text of a test becomes markup: %j', (text) => {
  const xml = junit([{ ...passed, name: text, output: text, outcome: 'fail', message: text }]);
  const elements: string[] = [];
  const walk = (node: { readonly nodeName: string; readonly childNodes?: readonly unknown[] }): void => {
    if (!node.nodeName.startsWith('#')) elements.push(node.nodeName);
    for (const child of node.childNodes ?? []) walk(child as typeof node);
  };
  walk(parse(xml));
  expect(elements.filter((name) => !['html', 'head', 'body'].includes(name))).toEqual([
    'testsuites',
    'testsuite',
    'testcase',
    'failure',
    'system-out',
  ]);
  expect(xml).not.toMatch(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
});
