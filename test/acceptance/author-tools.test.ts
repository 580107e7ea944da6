import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { acme } from '../support/acme.ts';
import { folderWith } from '../support/folder.ts';
import { documentOf, entry, mcp, root } from '../support/mcp.ts';

interface Checked {
  readonly problems: readonly {
    readonly severity: string;
    readonly code: string;
    readonly message: string;
    readonly position: { readonly file: string; readonly line: number; readonly column: number } | null;
  }[];
}

function lines({ problems }: Checked): readonly string[] {
  return problems.map(
    ({ severity, code, message, position }) =>
      `${position?.file ?? ''}:${position?.line ?? ''}:${position?.column ?? ''} ${severity} ${code} ${message}`,
  );
}

const policy = (id: string, controls: string, body: string) => `# METADATA
# title: ${id}
# custom:
#   id: ${id}
#   severity: low
#   controls: [${controls}]
package ${id.replaceAll('-', '_')}

${body}
`;

describe('mcp policy check', () => {
  test('tells every mistake of every file at once, with its place', async () => {
    const folder = folderWith({
      'a.rego': 'package a\n\nimport data.x\n\nr if { y := 1 }\n\nz := count(1)\n',
      'b.rego': 'package b\n\nr :=\n',
      'c.rego': policy('c', '', 'deny contains "x" if http.send({}).status_code == 1'),
      'd.rego': policy('d', '', 'deny contains "x"').replace('severity: low', 'severity: loud'),
      'e.rego': policy('e', '', 'deny contains "x" if data.b.f(1)'),
      'ok_test.rego': 'package ok_test\n\ntest_x if { u := 1 }\n',
    });
    const run = await mcp(['policy', 'check', '.', '--json'], { cwd: folder });
    expect(lines(documentOf<Checked>(run))).toEqual([
      'a.rego:3:1 error REGO_INVALID import data.x unused',
      'a.rego:5:8 error REGO_INVALID assigned var y unused',
      'a.rego:7:6 error REGO_INVALID count: invalid argument(s)',
      expect.stringMatching(/^b\.rego:4:1 error REGO_INVALID /u),
      'c.rego:9:22 error REGO_INVALID http.send is refused: a policy gate has no network',
      'ok_test.rego:3:13 error REGO_INVALID assigned var u unused',
    ]);
    expect(run.code).toBe(2);
  });

  test('checks METADATA and ids once the Rego is sound', async () => {
    const folder = folderWith({
      'a.rego': policy('one', '', 'deny contains "x"'),
      'b.rego': policy('one', '', 'deny contains "x"').replace('package one', 'package two'),
      'c.rego': policy('c', '', 'deny contains "x"').replace('severity: low', 'severity: loud'),
      'd.rego': policy('d', '', 'deny := "x"'),
    });
    const run = await mcp(['policy', 'check', '.', '--json'], { cwd: folder });
    expect(lines(documentOf<Checked>(run))).toEqual([
      'b.rego:7:1 error CONFIG_DUPLICATE there are two policies one; the other one is at a.rego:7:1',
      expect.stringMatching(/^c\.rego:5:5 error REGO_INVALID custom\.severity must be one of/u),
      expect.stringMatching(
        /^d\.rego:9:1 error REGO_INVALID policy data\.d defines deny as something other/u,
      ),
    ]);
  });

  test('people read the place first, and the key line last', async () => {
    const folder = folderWith({ 'a.rego': 'package a\n\nimport data.x\n' });
    const run = await mcp(['policy', 'check', 'a.rego'], { cwd: folder });
    expect(run).toMatchObject({ code: 2, stderr: '' });
    expect(run.stdout).toMatch(/^a\.rego:3:1: error: import data\.x unused\n/u);
    expect(run.stdout).toMatch(/\nCheck: 1 Rego file, 0 policies: 1 error, 0 warnings\.$/u);
  });

  test('a policy repository: configuration, templates, policies, controls, and what nothing uses', async () => {
    const fleet = await acme();
    const sound = await mcp(['policy', 'check', '--json'], { cwd: fleet.policy });
    expect(lines(documentOf<Checked>(sound))).toEqual([
      'exceptions/lab-host-network.yaml:3:1 warning CONFIG_INVALID exception lab-host-network has expired (2026-10-31)',
    ]);
    expect(sound.code).toBe(0);

    fleet.edit('policies/team-label.rego', 'acme-31', 'acme-13');
    fleet.edit('mcp.yaml', /^ *- policies.*\n/mu, '    - policies/team-label.rego\n');
    fleet.edit(
      'templates/runtime-sensor/sensor.yaml',
      '${parameters.sensor.image}',
      '${parameters.sensor.image +}',
    );
    const broken = await mcp(['policy', 'check', '--json'], { cwd: fleet.policy });
    const told = lines(documentOf<Checked>(broken));
    expect(told.join('\n')).toMatch(
      /^policies\/team-label\.rego:10:16 error CONFIG_REFERENCE policy team-label names the control acme-13/mu,
    );
    expect(told.join('\n')).toMatch(
      /^policies\/data-residency\.rego:\d+:1 warning CONFIG_REFERENCE policy data-residency is in no policy set/mu,
    );
    expect(told.join('\n')).toMatch(/^templates\/runtime-sensor\/sensor\.yaml:\d+:\d+ error CEL_INVALID/mu);
    expect(broken.code).toBe(2);

    fleet.edit('mcp.yaml', 'inventory:', 'inventroy:');
    const configuration = await mcp(['policy', 'check', '--json'], { cwd: fleet.policy });
    expect(lines(documentOf<Checked>(configuration))[0]).toMatch(/^mcp\.yaml:6:3 error CONFIG_INVALID/u);
  });

  test('reads a commit when a ref is asked for', async () => {
    const fleet = await acme();
    fleet.write('policies/broken.rego', 'package broken\n\nr :=\n');
    expect((await mcp(['policy', 'check'], { cwd: fleet.policy })).code).toBe(2);
    expect((await mcp(['policy', 'check', '--ref', 'HEAD'], { cwd: fleet.policy })).code).toBe(0);
  });

  test('an answer that is known is the same, and only as long as nothing changed', async () => {
    const folder = folderWith({ 'a.rego': 'package a\n\nimport data.x\n' });
    const env = { MCP_CACHE_DIR: join(folder, 'cache'), FORCE_COLOR: undefined };
    const check = () => mcp(['policy', 'check', 'a.rego'], { cwd: folder, env });
    const first = await check();
    expect(first).toMatchObject({ code: 2, stderr: '' });
    const [entryName = ''] = readdirSync(join(folder, 'cache', 'answers'));
    expect(await check()).toEqual(first);

    writeFileSync(join(folder, 'a.rego'), 'package a\n');
    expect(await check()).toMatchObject({ code: 0 });

    writeFileSync(join(folder, 'a.rego'), 'package a\n\nimport data.x\n');
    const file = join(folder, 'cache', 'answers', entryName);
    writeFileSync(file, readFileSync(file, 'utf8').replace('unused', 'useful'));
    expect(await check()).toEqual(first);
    writeFileSync(file, '');
    expect(await check()).toEqual(first);
  });

  test.each([
    [['no-such-file.rego'], 'there is no file or folder no-such-file.rego'],
    [['.'], 'there is no Rego file in .'],
  ])('%j is a mistake of the command line', async (paths, message) => {
    const run = await mcp(['policy', 'check', ...paths], { cwd: folderWith({}) });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`error USAGE\n  ${message}`);
  });
});

const tested = {
  'p.rego': 'package p\n\nallowed if input.x == 1\n\nother if input.y\n',
  'p_test.rego': `package p_test

import data.p

test_pass if p.allowed with input as {"x": 1}

test_fail if {
	print("looking at", 2)
	given := {"x": 2}
	p.allowed with input as given
}

todo_test_later if false

test_table[case.name] if {
	some case in [{"name": "one", "x": 1}, {"name": "two", "x": 2}]
	case.x == 1
}

test_data if data.limits.cpu == 2
`,
  'data.yaml': 'limits: {cpu: 2}\n',
};

interface Tested {
  readonly summary: Readonly<Record<string, number>>;
  readonly tests: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly output: string;
    readonly failures: readonly { readonly position: { readonly line: number }; readonly text: string }[];
  }[];
  readonly coverage: { readonly percent: number } | null;
}

describe('mcp policy test', () => {
  test('says of each test how it went, where it failed and what it printed', async () => {
    const folder = folderWith(tested);
    const run = await mcp(['policy', 'test', '--json', '--data', 'data.yaml'], { cwd: folder });
    const { summary, tests, coverage } = documentOf<Tested>(run);
    expect(summary).toEqual({ pass: 2, fail: 2, error: 0, skip: 1 });
    expect(tests.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'test_pass pass',
      'test_fail fail',
      'todo_test_later skip',
      'test_table fail',
      'test_data pass',
    ]);
    expect(tests[1]).toMatchObject({ output: 'looking at 2\n', failures: [{ position: { line: 10 } }] });
    expect(tests[1]!.failures[0]!.text).toContain('{"x": 2}');
    expect(coverage).toBeNull();
    expect(run.code).toBe(1);
  });

  test('people read the failing expression with its values', async () => {
    const run = await mcp(['policy', 'test', '.', '--data', '.'], { cwd: folderWith(tested) });
    expect(run.stdout).toMatch(
      /^FAIL p_test\.test_fail p_test\.rego:7:1 [\d.]+ ms\n {2}p_test\.rego:10:2\n {4}p\.allowed with input as given\n/u,
    );
    expect(run.stdout).toContain('  printed:\n    looking at 2\n');
    expect(run.stdout).toContain('  ok one\n  FAIL two\n');
    expect(run.stdout).toMatch(/\nTests: 2 passed, 2 failed, 1 skipped\.$/u);
  });

  test('--run chooses, --verbose names all and traces', async () => {
    const options = { cwd: folderWith(tested) };
    const one = await mcp(['policy', 'test', '--run', 'p_test.test_pass$', '--verbose'], options);
    expect(one.stdout).toMatch(/^ok p_test\.test_pass .*\nTests: 1 passed, 0 failed\.$/u);
    expect(one.code).toBe(0);
    const traced = await mcp(['policy', 'test', '--run', 'test_fail', '--verbose'], options);
    expect(traced.stdout).toMatch(/trace:\n(?:.*\n)*.*Fail/u);
    const wrong = await mcp(['policy', 'test', '--run', '('], options);
    expect(wrong.stderr).toMatch(/error USAGE\n {2}--run is no regular expression/u);
  });

  test.each([
    ['50', 0],
    ['51', 1],
  ])('a coverage of half the lines and --threshold %s', async (threshold, code) => {
    const folder = folderWith(tested);
    const run = await mcp(['policy', 'test', '--run', 'test_pass', '--threshold', threshold], {
      cwd: folder,
    });
    expect(run.stdout).toContain('p.rego: not covered line 5\nCoverage: 50.0 % of lines.\n');
    expect(run.code).toBe(code);
  });

  test('writes JUnit XML that keeps failures, skips and output apart', async () => {
    const folder = folderWith(tested);
    await mcp(['policy', 'test', '--junit', 'report.xml'], { cwd: folder });
    const xml = readFileSync(join(folder, 'report.xml'), 'utf8');
    expect(xml).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="mcp policy test" tests="5" failures="3" errors="0" skipped="1" time="[\d.]+">\n/u,
    );
    expect(xml).toContain('classname="p_test" file="p_test.rego" line="7"');
    expect(xml).toContain('{&quot;x&quot;: 2}');
    expect(xml).toContain('<system-out>looking at 2\n</system-out>');
    expect(xml).toContain('<skipped/>');
  });

  test('a test that never ends is ended', async () => {
    const endless =
      'package e_test\n\ntest_x if count([1 | some i in numbers.range(1, 4000); some j in numbers.range(1, 4000); i == j + 9000]) == 1\n';
    const folder = folderWith({ 'e_test.rego': endless });
    const run = await mcp(['policy', 'test', '--timeout', '200'], { cwd: folder });
    expect(run.stdout).toMatch(/^ERROR e_test\.test_x .*\n {2}the test took too long\n/u);
    expect(run.code).toBe(1);
  });

  test('runs suites of gator beside Rego tests', async () => {
    const suite = join(root, 'test', 'gatekeeper', 'library', 'required-labels');
    const folder = folderWith({ 'a_test.rego': 'package a_test\n\ntest_x if true\n' });
    cpSync(suite, join(folder, 'suite'), { recursive: true });
    const run = await mcp(['policy', 'test', '--json'], { cwd: folder });
    const { tests, summary } = documentOf<Tested>(run);
    expect(tests[0]).toMatchObject({ name: 'test_x', outcome: 'pass' });
    expect(tests.find(({ name }) => name === 'owner//good')).toMatchObject({
      package: 'suite/suite.yaml',
      outcome: 'pass',
      position: { file: 'suite/suite.yaml' },
    });
    expect(summary['fail']).toBeGreaterThan(0);
    expect(run.code).toBe(1);
    const chosen = await mcp(['policy', 'test', 'suite', '--run', 'good'], { cwd: folder });
    expect(chosen.stdout).toMatch(/^Tests: 1 passed, 0 failed/u);
  });

  test('policies that do not compile end with 2', async () => {
    const run = await mcp(['policy', 'test'], { cwd: folderWith({ 'a.rego': 'package a\n\nr :=\n' }) });
    expect(run.stdout).toMatch(/^a\.rego:4:1: error: /u);
    expect(run.code).toBe(2);
  });

  test('--watch runs again after a change, and ends at SIGINT', async () => {
    const folder = folderWith({ 'a_test.rego': 'package a_test\n\ntest_x if false\n' });
    const running = execa(process.execPath, [entry, 'policy', 'test', '--watch'], {
      cwd: folder,
      reject: false,
      env: { NO_COLOR: '1' },
    });
    let output = '';
    const has = async (text: string) => {
      while (!output.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    running.stdout.on('data', (chunk) => (output += String(chunk)));
    await has('0 passed, 1 failed');
    writeFileSync(join(folder, 'a_test.rego'), 'package a_test\n\ntest_x if\n');
    await has('a_test.rego:4:1: error:');
    writeFileSync(join(folder, 'a_test.rego'), 'package a_test\n\ntest_x if true\n');
    await has('1 passed, 0 failed');
    running.kill('SIGINT');
    expect((await running).signal).toBeUndefined();
  });
});

describe('mcp policy fmt', () => {
  const messy = 'package a\nr  if { y := 1\n y == 1}\n';
  const neat = 'package a\n\nr if {\n\ty := 1\n\ty == 1\n}\n';

  test('writes what changes and names it', async () => {
    const folder = folderWith({ 'a.rego': messy, 'sub/b.rego': neat });
    const run = await mcp(['policy', 'fmt'], { cwd: folder });
    expect(run).toMatchObject({ code: 0, stdout: 'a.rego' });
    expect(readFileSync(join(folder, 'a.rego'), 'utf8')).toBe(neat);
    expect(await mcp(['policy', 'fmt'], { cwd: folder })).toMatchObject({ code: 0, stdout: '' });
  });

  test('--check and --diff write nothing', async () => {
    const folder = folderWith({ 'a.rego': messy });
    expect(await mcp(['policy', 'fmt', '--check'], { cwd: folder })).toMatchObject({
      code: 1,
      stdout: 'a.rego',
    });
    const diff = await mcp(['policy', 'fmt', '--diff'], { cwd: folder });
    expect(diff.stdout).toContain('-r  if { y := 1\n');
    expect(diff.code).toBe(0);
    expect(readFileSync(join(folder, 'a.rego'), 'utf8')).toBe(messy);
  });

  test('leaves what does not parse as it is, formats the rest, and ends with 2', async () => {
    const folder = folderWith({ 'a.rego': messy, 'b.rego': 'package b\n\nr :=\n' });
    const run = await mcp(['policy', 'fmt'], { cwd: folder });
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(/^a\.rego\nb\.rego:4:1: error: /u);
    expect(readFileSync(join(folder, 'a.rego'), 'utf8')).toBe(neat);
    expect(readFileSync(join(folder, 'b.rego'), 'utf8')).toBe('package b\n\nr :=\n');
  });
});
