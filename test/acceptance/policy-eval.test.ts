import { describe, expect, test } from 'vitest';
import { acme } from '../support/acme.ts';
import { folderWith } from '../support/folder.ts';
import { documentOf, mcp } from '../support/mcp.ts';

const privileged = `# METADATA
# title: No privileged containers
# custom:
#   id: privileged
#   severity: high
#   kinds: [Pod]
package privileged

deny contains result if {
	some index, container in input.object.spec.containers
	container.securityContext.privileged == true
	result := {
		"message": sprintf("container %s is privileged", [container.name]),
		"path": ["spec", "containers", index, "securityContext", "privileged"],
		"fix": "remove it",
	}
}
`;
const labelled = `# METADATA
# title: Production has a team
# custom:
#   id: labelled
#   severity: low
#   enforcement: warn
package labelled

deny contains sprintf("no label %s", [input.parameters.label]) if {
	input.cluster.labels.environment == "production"
	not input.object.metadata.labels[input.parameters.label]
}
`;
const pods = `apiVersion: v1
kind: Pod
metadata: {name: good}
spec:
  containers: [{name: a}]
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Pod
    metadata:
      name: bad
    spec:
      containers:
        - name: a
        - name: b
          securityContext:
            privileged: true
`;
const evaluated = {
  'policies/privileged.rego': privileged,
  'policies/labelled.rego': labelled,
  'policies/privileged_test.rego': 'package privileged_test\n\ntest_x if true\n',
  'pods.yaml': pods,
  'parameters.yaml': 'label: team\n',
};

interface Evaluated {
  readonly summary: Readonly<Record<string, number>>;
  readonly findings: readonly {
    readonly policy: string;
    readonly state: string;
    readonly message: string;
    readonly position: { readonly line: number; readonly column: number } | null;
  }[];
}

describe('mcp policy eval', () => {
  test('points at the line of the manifest, and of the rule that found it', async () => {
    const folder = folderWith(evaluated);
    const args = ['policy', 'eval', 'pods.yaml', '--policy', 'policies', '--explain'];
    const run = await mcp(args, { cwd: folder });
    expect(run.stdout).toBe(`pods.yaml:19:13: fail privileged: container b is privileged
  19 |             privileged: true
  because the rule at policies/privileged.rego:9:1 holds:
     10 | some index, container in input.object.spec.containers
        | container is {"name": "b", "securityContext": {"privileged": true}}
        | index is 1
     11 | container.securityContext.privileged == true
        | container.securityContext.privileged is true
  fix: remove it
Eval: 3 passed, 0 warnings, 1 failure.`);
    expect(run.code).toBe(1);
  });

  test('takes the standard input, parameters and labels of a cluster', async () => {
    const folder = folderWith(evaluated);
    const args = [
      'policy',
      'eval',
      '-',
      '--policy',
      'policies/labelled.rego',
      '--parameters',
      'parameters.yaml',
    ];
    const run = await mcp([...args, '--cluster-labels', 'environment=production', '--json'], {
      cwd: folder,
      input: pods,
    });
    const { summary, findings } = documentOf<Evaluated>(run);
    expect(summary).toEqual({ passed: 0, failed: 0, warned: 2, excepted: 0, notEvaluated: 0 });
    expect(findings.map(({ message, position }) => [message, position])).toEqual([
      ['no label team', { file: '-', line: 1, column: 1 }],
      ['no label team', { file: '-', line: 10, column: 5 }],
    ]);
    expect(run.code).toBe(0);
    expect(
      documentOf<Evaluated>(await mcp([...args, '--json'], { cwd: folder, input: pods })).summary,
    ).toMatchObject({ passed: 2, warned: 0 });
  });

  test.each([
    [['--policy', 'policies/labelled.rego'], 1],
    [['--policy', 'policies'], 2],
    [['--policy', 'policies', '--cluster-labels', 'environment=test'], 2],
    [['--policy', 'policies/labelled.rego', '--cluster-labels', 'environment=test'], 0],
  ])('--fail-on-warn %j ends with %i', async (more, code) => {
    const args = ['policy', 'eval', 'pods.yaml', '--fail-on-warn', '--parameters', 'parameters.yaml'];
    const run = await mcp([...args, '--cluster-labels', 'environment=production', ...more], {
      cwd: folderWith(evaluated),
    });
    expect(run.code).toBe(code);
  });

  test('annotations for GitHub, in which no manifest can give a command', async () => {
    const hostile = pods.replace('- name: b\n', '- name: "b%\\n::error::x"\n');
    const folder = folderWith({ ...evaluated, 'p,%.yaml': hostile });
    const run = await mcp(['policy', 'eval', 'p,%.yaml', '--policy', 'policies', '--format', 'github'], {
      cwd: folder,
    });
    expect(run.stdout).toBe(
      '::error file=p%2C%25.yaml,line=19,col=13,title=privileged::container b%25%0A::error::x is privileged%0Afix: remove it',
    );
  });

  test('policies of conftest see data, say their own place, and can be explained', async () => {
    const folder = folderWith({
      'main.rego': `package main

deny_image contains msg if {
	some container in input.spec.containers
	container.name in data.forbidden
	msg := sprintf("%s is forbidden", [container.name])
}

warn contains {"msg": "look here", "_loc": {"file": "pods.yaml", "line": 2}} if input.metadata.name == "good"
`,
      'data.yaml': 'forbidden: [b]\n',
      'pods.yaml': pods,
    });
    const args = ['policy', 'eval', 'pods.yaml', '--policy', 'main.rego', '--data', 'data.yaml', '--explain'];
    const run = await mcp(args, { cwd: folder });
    expect(run.stdout).toContain('pods.yaml:2:1: warn main.warn: look here\n  2 | kind: Pod\n');
    expect(run.stdout).toContain('pods.yaml:10:5: fail main.deny_image: b is forbidden\n');
    expect(run.stdout).toMatch(/because the rule at main\.rego:3:1 holds:(?:\n.*)*container\.name is "b"/u);
    expect(run.code).toBe(1);
  });

  test('without --policy the repository judges, outside of one the security baseline', async () => {
    const fleet = await acme();
    fleet.write('pod.yaml', pods);
    const inside = await mcp(['policy', 'eval', 'pod.yaml', '--json'], { cwd: fleet.policy });
    const ids = (run: typeof inside) =>
      new Set(documentOf<Evaluated>(run).findings.map(({ policy }) => policy));
    expect(ids(inside)).toContain('team-label');
    const outside = await mcp(['policy', 'eval', 'pods.yaml', '--json'], { cwd: folderWith(evaluated) });
    expect(ids(outside)).toContain('pod-privileged');
    expect(ids(outside)).not.toContain('team-label');
    expect(outside.code).toBe(1);
  });

  test.each([
    [[], 'there is nothing to judge'],
    [['pods.yaml', '--cluster-labels', 'x'], '--cluster-labels is no KEY=VALUE: x'],
    [['pods.yaml', '--policy', 'nothing'], 'there is no file or folder nothing'],
  ])('%j is a mistake of the command line', async (args, message) => {
    const run = await mcp(['policy', 'eval', ...args], { cwd: folderWith(evaluated) });
    expect(run.stderr).toContain(`error USAGE\n  ${message}`);
    expect(run.code).toBe(2);
  });
});
