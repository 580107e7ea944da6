import { describe, expect, it } from 'vitest';
import { checkTemplates } from '../../../src/pipeline/render/index.ts';
import { scalarPosition } from '../../../src/pipeline/render/scalar-position.ts';
import { parseDocuments } from '../../../src/yaml/parse.ts';
import { baseline, errorOf, memoryCache } from './fixtures.ts';

const check = (text: string): Promise<unknown> =>
  checkTemplates(
    { fleet: 'acme', baselines: [baseline('base', { 't.yaml': text })] },
    { cache: memoryCache() },
  ).then(() => 'fine', errorOf);

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';

describe('templates that are wrong for everybody: code, place, message', () => {
  it.each([
    ['no apiVersion', 'kind: A\nmetadata: {name: a}\n', 'TEMPLATE_INVALID t.yaml:1:1 apiVersion is missing'],
    [
      'apiVersion of three parts',
      'apiVersion: a/b/c\nkind: A\nmetadata: {name: a}\n',
      'TEMPLATE_INVALID t.yaml:1:1 apiVersion is no group and version: "a/b/c"',
    ],
    [
      'a number as apiVersion',
      'kind: A\napiVersion: 1\n',
      'TEMPLATE_INVALID t.yaml:2:1 apiVersion is no text: 1',
    ],
    ['no kind', 'apiVersion: v1\nmetadata: {name: a}\n', 'TEMPLATE_INVALID t.yaml:1:1 kind is missing'],
    [
      'a kind in lower case',
      'apiVersion: v1\nkind: pod\n',
      'TEMPLATE_INVALID t.yaml:2:1 kind is no kind: "pod"',
    ],
    [
      'no metadata',
      'apiVersion: v1\nkind: Pod\n',
      'TEMPLATE_INVALID t.yaml:1:1 metadata is missing or no map',
    ],
    [
      'a list as metadata',
      'apiVersion: v1\nkind: Pod\nmetadata: []\n',
      'TEMPLATE_INVALID t.yaml:3:1 metadata is missing or no map',
    ],
    [
      'no name',
      'apiVersion: v1\nkind: Pod\nmetadata: {}\n',
      'TEMPLATE_INVALID t.yaml:1:1 metadata.name is missing',
    ],
    [
      'generateName',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  generateName: a-\n',
      'TEMPLATE_INVALID t.yaml:4:3 generateName gives another name each time: use name',
    ],
    [
      'a name with capitals',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: MyPod\n',
      'TEMPLATE_INVALID t.yaml:4:3 metadata.name is no valid name: "MyPod"',
    ],
    [
      'a namespace with dots',
      `${head}  namespace: a.b\n`,
      'TEMPLATE_INVALID t.yaml:5:3 metadata.namespace is no valid namespace: "a.b"',
    ],
    [
      'a number as label',
      `${head}  labels:\n    a: x\n    b: 1\n`,
      'TEMPLATE_INVALID t.yaml:7:5 the label "b" is no text, but 1: make it one with string(...)',
    ],
    ['an empty file', '# nothing\n', 'fine'],
    [
      'the second document',
      `${head}---\n\n${head}---\nkind: A\n`,
      'TEMPLATE_INVALID t.yaml:12:1 apiVersion is missing',
    ],
    [
      'a hole in a key',
      `${head}data:\n  a-\${cluster.name}: b\n`,
      'TEMPLATE_INVALID t.yaml:6:3 the key "a-${cluster.name}" has a hole',
    ],
    [
      'an unknown annotation of ours',
      `${head}  annotations:\n    mcp.policy/onlyIf: x\n`,
      'TEMPLATE_INVALID t.yaml:6:5 there is no annotation mcp.policy/onlyIf',
    ],
    [
      'includeWhen without a hole',
      `${head}  annotations:\n    mcp.policy/includeWhen: "true"\n`,
      'TEMPLATE_INVALID t.yaml:6:5 mcp.policy/includeWhen is not one expression',
    ],
    [
      'includeWhen that is no text',
      `${head}  annotations:\n    mcp.policy/includeWhen: true\n`,
      'TEMPLATE_INVALID t.yaml:6:5 mcp.policy/includeWhen is no text',
    ],
    [
      'two holes in forEach',
      `${head}  annotations:\n    mcp.policy/forEach: \${[1]}\${[2]}\n`,
      'TEMPLATE_INVALID t.yaml:6:5 mcp.policy/forEach is not one expression',
    ],
    [
      'item without forEach',
      `${head}data: {a: "\${item}"}\n`,
      'CEL_INVALID t.yaml:5:14 there is no variable item',
    ],
    [
      'item in forEach itself',
      `${head}  annotations:\n    mcp.policy/forEach: \${item}\n`,
      'CEL_INVALID t.yaml:6:27 there is no variable item',
    ],
    [
      'a plain scalar',
      `${head}data:\n  a: x-\${clutser.name}\n`,
      'CEL_INVALID t.yaml:6:10 there is no variable clutser',
    ],
    [
      'the second hole of a text',
      `${head}data:\n  a: \${cluster.name}-\${cluster.nam}\n`,
      'CEL_INVALID t.yaml:6:31 cluster has no field nam',
    ],
    [
      'behind a literal',
      `${head}data:\n  a: $\${x} \${x}\n`,
      'CEL_INVALID t.yaml:6:14 there is no variable x',
    ],
    [
      'single quotes',
      `${head}data:\n  a: '\${''a'' + clutser.name}'\n`,
      'CEL_INVALID t.yaml:6:17 there is no variable clutser',
    ],
    [
      'double quotes',
      `${head}data:\n  a: "\${\\"a\\" + clutser.name}"\n`,
      'CEL_INVALID t.yaml:6:17 there is no variable clutser',
    ],
    [
      'a list item',
      `${head}data:\n  - x\n  - \${clutser.name}\n`,
      'CEL_INVALID t.yaml:7:7 there is no variable clutser',
    ],
    [
      'a flow list',
      `${head}data: [x, "\${clutser.name}"]\n`,
      'CEL_INVALID t.yaml:5:14 there is no variable clutser',
    ],
    [
      'a block scalar',
      `${head}data:\n  a: |\n    one\n    two \${clutser.name}\n`,
      'CEL_INVALID t.yaml:8:11 there is no variable clutser',
    ],
    [
      'an expression over several lines of a block',
      `${head}data:\n  a: |\n    \${true &&\n      false ||\n        clutser}\n`,
      'CEL_INVALID t.yaml:9:9 there is no variable clutser',
    ],
    [
      'a folded scalar',
      `${head}data:\n  a: >-\n    \${true &&\n    clutser}\n`,
      'CEL_INVALID t.yaml:8:5 there is no variable clutser',
    ],
    [
      'a plain scalar over lines',
      `${head}data:\n  a: \${true &&\n    clutser}\n`,
      'CEL_INVALID t.yaml:7:5 there is no variable clutser',
    ],
    [
      'CRLF',
      `${head}data:\n  a: \${clutser.name}\n`.replaceAll('\n', '\r\n'),
      'CEL_INVALID t.yaml:6:8 there is no variable clutser',
    ],
    [
      'syntax',
      `${head}data:\n  a: \${cluster.name ==}\n`,
      'CEL_INVALID t.yaml:6:21 the expression cannot be read from here on',
    ],
    ['an empty hole', `${head}data:\n  a: \${}\n`, 'CEL_INVALID t.yaml:6:8 the expression is empty'],
    [
      'a hole without end',
      `${head}data:\n  a: x \${cluster.name\n`,
      'CEL_INVALID t.yaml:6:8 this ${ has no closing }',
    ],
    [
      'a string without end',
      `${head}data:\n  a: \${'x}\n`,
      'CEL_INVALID t.yaml:6:6 a string inside this ${ never ends',
    ],
    [
      'a shell variable',
      `${head}data:\n  a: echo \${HOME}\n`,
      'CEL_INVALID t.yaml:6:13 there is no variable HOME',
    ],
    [
      'through an anchor',
      `${head}data:\n  a: &x \${clutser.name}\n  b: *x\n`,
      'CEL_INVALID t.yaml:6:11 there is no variable clutser',
    ],
  ])('%s', async (_, text, expected) => {
    expect(await check(text)).toBe(expected);
  });

  it('a file that is no YAML', async () => {
    expect(await check('a: [\n')).toMatch(/^CONFIG_YAML t\.yaml:2:1 /);
  });

  it('the first file in order is told', async () => {
    const files = { 'a.yaml': `${head}data: {a: "\${x}"}\n`, 'b.yaml': `${head}data: {a: "\${y}"}\n` };
    const checked = checkTemplates(
      { fleet: 'f', baselines: [baseline('b', files)] },
      { cache: memoryCache() },
    );
    await expect(checked).rejects.toThrow('there is no variable x');
  });
});

describe('scalarPosition', () => {
  it('falls back to the key where the source spells the hole otherwise', () => {
    const source = 'a: "\\x24{b}"\n';
    const [document] = parseDocuments(source, 't.yaml');
    expect(scalarPosition(source, document!.positionOf(['a']), '${b}', 2)).toEqual({
      file: 't.yaml',
      line: 1,
      column: 1,
    });
  });

  it('passes over a comment with a hole between key and value', () => {
    const source = 'a: # ${c}\n  ${b}\n';
    const [document] = parseDocuments(source, 't.yaml');
    expect(scalarPosition(source, document!.positionOf(['a']), '${b}', 2)).toEqual({
      file: 't.yaml',
      line: 2,
      column: 5,
    });
  });
});
