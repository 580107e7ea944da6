import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { evalFiles } from '../../src/pipeline/eval-files.ts';
import { InputFiles } from '../../src/runtime/input-files.ts';
import { memoryCache } from '../rego/memory-cache.ts';
import { folderWith } from '../support/folder.ts';
import { runContext } from '../support/run-context.ts';

const root = join(import.meta.dirname, '../..');
const library = join(root, 'test/gatekeeper/library');
const cache = memoryCache();

async function explain(folder: string, manifests: string, policies: string) {
  const { findings } = await evalFiles(
    {
      directory: folder,
      ref: 'HEAD',
      cacheDirectory: folder,
      version: '0.0.0',
      worktree: false,
      signers: null,
      shippedRoot: root,
      paths: [join(folder, manifests)],
      standardInput: () => Promise.resolve(''),
      policies: [join(folder, policies)],
      data: [],
      namespaces: [],
      combine: false,
      parameters: undefined,
      clusterLabels: {},
      allow: [],
      regoVersion: 'v1',
      parser: undefined,
      explain: true,
      files: new InputFiles(),
    },
    runContext({ cache }),
  );
  return findings
    .filter(({ state }) => state !== 'pass')
    .map(({ policy, position, explanation }) => ({ policy, position, explanation }));
}

/** A file of the library of suites. */
function libraryFile(path: string): string {
  return readFileSync(join(library, path), 'utf8');
}

it('a violation of Gatekeeper names the lines of the template, and the other object', async () => {
  const folder = folderWith({
    'policies/template.yaml': libraryFile('unique-host/template.yaml'),
    'policies/constraint.yaml': libraryFile('unique-host/constraint.yaml'),
    'm.yaml': `${libraryFile('unique-host/a.yaml')}---\n${libraryFile('unique-host/b.yaml')}`,
  });
  const template = join(folder, 'policies/template.yaml');
  const [found] = await explain(folder, 'm.yaml', 'policies');
  expect(found?.explanation?.position).toEqual({ file: template, line: 29, column: 1 });
  expect(found?.explanation?.expressions.slice(2, 4)).toMatchObject([
    {
      position: { file: template, line: 32 },
      text: 'host := input.review.object.spec.rules[_].host',
      values: expect.arrayContaining([{ name: 'host', value: '"one.example"' }]) as unknown,
    },
    {
      position: { file: template, line: 33 },
      values: expect.arrayContaining([{ name: 'name', value: '"b"' }]) as unknown,
    },
  ]);
});

it('CEL of Gatekeeper is explained by the expression that does not hold', async () => {
  const folder = folderWith({
    'policies/template.yaml': libraryFile('cel/template.yaml'),
    'policies/constraint.yaml': libraryFile('cel/constraint.yaml'),
    'm.yaml': libraryFile('cel/ports.yaml'),
  });
  const [found, ...others] = await explain(folder, 'm.yaml', 'policies');
  expect(others).toEqual([]);
  const position = { file: join(folder, 'policies/template.yaml'), line: 38, column: 17 };
  expect(found?.explanation).toEqual({
    value: { msg: 'ports a:22 of web' },
    position,
    expressions: [
      {
        position,
        text: '!(request.operation == "UPDATE" || size(variables.ports) == 0)',
        values: [{ name: 'variables.ports', value: '["a:22"]' }],
      },
    ],
  });
});

it('policies on the whole cluster see all objects, and point at the one they name', async () => {
  const folder = folderWith({
    'names.rego': `# METADATA
# title: Names
# custom:
#   id: names
#   severity: low
#   scope: cluster
package names

deny contains {"message": msg, "path": sprintf("objects[%d].metadata.name", [i])} if {
	some i, object in input.objects
	some j, other in input.objects
	j < i
	object.metadata.name == other.metadata.name
	msg := sprintf("%s is there twice", [object.metadata.name])
}
`,
    'm.yaml': [
      'some: values',
      'apiVersion: v1\nkind: A\nmetadata:\n  name: x',
      'apiVersion: v1\nkind: B\nmetadata:\n  name: x',
    ].join('\n---\n'),
  });
  const found = await explain(folder, 'm.yaml', 'names.rego');
  expect(found).toMatchObject([
    {
      policy: 'names',
      position: { file: join(folder, 'm.yaml'), line: 11, column: 3 },
      explanation: { position: { file: join(folder, 'names.rego'), line: 9 } },
    },
  ]);
  expect(found[0]?.explanation?.expressions.map(({ text }) => text).slice(0, 4)).toEqual([
    'some i, object in input.objects',
    'some j, other in input.objects',
    'j < i',
    'object.metadata.name == other.metadata.name',
  ]);
});
