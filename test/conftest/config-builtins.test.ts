import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testPolicies } from '../../src/pipeline/test-policies.ts';
import { folderWith } from '../support/folder.ts';
import { mcp } from '../support/mcp.ts';
import { runContext } from '../support/run-context.ts';

const files = {
  'policy/main.rego': [
    'package main',
    'deny contains "one document" if parse_config_file("../one.toml").a == input.a',
    'deny contains {"msg": "all of them", "all": parse_combined_config_files(["several.yaml", "../one.toml"])}',
    'warn contains "inline" if parse_config("hcl2", `a "b" { c = 1 }`).a.b[0].c == input.a',
  ].join('\n'),
  'policy/main_test.rego': [
    'package main_test',
    'import data.main',
    'test_inline if "inline" in main.warn with input as parse_config("yaml", "a: 1")',
    'test_file if "one document" in main.deny with input as parse_config_file("../one.toml")',
    'test_combined if count(parse_combined_config_files(["several.yaml"])) == 2',
    'test_what_does_not_parse_is_undefined if not parse_config("json", "{")',
    'test_no_such_parser if not parse_config("cue", "a: 1")',
  ].join('\n'),
  'policy/several.yaml': 'a: 1\n---\nb: 2\n',
  'one.toml': 'a = 1\n',
  'input.yaml': 'a: 1\n',
  'broken/main.rego': 'package main\ndeny contains "x" if parse_config_file("nowhere.yaml")',
};
let folder = '';
beforeAll(() => {
  folder = folderWith(files);
});

describe("conftest's builtins", () => {
  it('answer policies, and find files beside them', async () => {
    const { stdout } = await mcp(['policy', 'eval', 'input.yaml', '--policy', 'policy', '--json'], {
      cwd: folder,
    });
    const { findings } = JSON.parse(stdout) as {
      readonly findings: readonly { readonly message: string; readonly metadata: object }[];
    };
    expect(findings.map(({ message, metadata }) => [message, metadata])).toEqual([
      [
        'all of them',
        {
          all: [
            { path: 'one.toml', contents: { a: 1 } },
            { path: 'policy/several.yaml', contents: { a: 1 } },
            { path: 'policy/several.yaml', contents: { b: 2 } },
          ],
        },
      ],
      ['one document', {}],
      ['inline', {}],
    ]);
  });

  it('answer tests', async () => {
    const options = {
      paths: [join(folder, 'policy')],
      data: [],
      allow: [],
      regoVersion: 'v1',
      run: '',
      coverage: false,
      trace: false,
      timeout: 20_000,
    } as const;
    const { tests, problems } = await testPolicies(options, runContext());
    expect(problems).toEqual([]);
    expect(tests.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'test_inline pass',
      'test_file pass',
      'test_combined pass',
      'test_what_does_not_parse_is_undefined pass',
      'test_no_such_parser pass',
    ]);
  });

  it('do not let a rule pass that they could not answer', async () => {
    const { stdout } = await mcp(['policy', 'eval', 'input.yaml', '--policy', 'broken'], { cwd: folder });
    expect(stdout).toMatch(/main\.deny: .*nowhere\.yaml/u);
  });
});
