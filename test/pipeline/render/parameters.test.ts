import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Baseline } from '../../../src/model/workspace.ts';
import { checkTemplates } from '../../../src/pipeline/render/index.ts';
import { parseDocuments } from '../../../src/yaml/parse.ts';
import { baseline, cluster, contents, contextWith, errorOf, memoryCache, renderAll } from './fixtures.ts';

const settings = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data:
  level: \${parameters.level}
  port: \${string(parameters.dns.port)}
`;
const schema = (properties: JsonObject, rest: JsonObject = {}): string =>
  JSON.stringify({ type: 'object', additionalProperties: false, properties, ...rest });
const levelAndPort = {
  level: { description: 'How strict.', enum: ['low', 'high'], default: 'low' },
  dns: { type: 'object', default: {}, properties: { port: { type: 'integer', default: 53 } } },
};

/** A baseline as its document has it, with the templates given: files by path, of one folder each. */
function fromYaml(text: string, ...templates: readonly Readonly<Record<string, string>>[]): Baseline {
  const [document] = parseDocuments(text, 'baselines/b.yaml');
  const spec = document!.value['spec'] as { parameters?: JsonObject; overrides?: Baseline['overrides'] };
  return {
    ...baseline('b', {}, spec.parameters ?? {}, spec.overrides ?? []),
    templates: templates.flatMap((files) => baseline('t', files).templates),
    document: document!,
  };
}

const check = (made: Baseline) =>
  checkTemplates({ fleet: 'acme', baselines: [made] }, contextWith(memoryCache())).then(
    () => 'valid',
    (error: unknown) => errorOf(error) as string,
  );

describe('the parameters of a template', () => {
  it('get the defaults of its schema, mappings within mappings too', async () => {
    const files = { 'parameters.schema.json': schema(levelAndPort), 't.yaml': settings };
    const cache = memoryCache();
    const made = fromYaml('spec: { parameters: { dns: {} } }', files);
    const [first] = await renderAll([cluster('a')], [made], cache);
    expect(contents(first)).toEqual({
      'b/_cluster/configmap-settings.yaml': expect.stringContaining("level: low\n  port: '53'"),
    });
    const [again] = await renderAll([cluster('a')], [made], cache);
    expect(contents(again)).toEqual(contents(first));
  });

  it('get the defaults of their own template alone', async () => {
    const one = { 'parameters.schema.json': schema(levelAndPort), 't.yaml': settings };
    const other = {
      'parameters.schema.json': schema({ level: { enum: ['high'], default: 'high' } }),
      'u.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: "${parameters.level}" }\n',
    };
    const [rendering] = await renderAll([cluster('a')], [fromYaml('spec: {}', one, other)]);
    expect(Object.keys(contents(rendering) as object)).toEqual([
      'b/_cluster/configmap-settings.yaml',
      'b/_cluster/namespace-high.yaml',
    ]);
  });

  it.each([
    ['{ level: medium }', 'CONFIG_INVALID baselines/b.yaml:3:6 parameters.level must be low or high.'],
    [
      '{ dns: { port: x } }',
      'CONFIG_INVALID baselines/b.yaml:3:13 parameters.dns.port must be a whole number, not text.',
    ],
    [
      '{ levle: low }',
      "CONFIG_INVALID baselines/b.yaml:3:6 No template of the baseline has a parameter 'levle'.",
    ],
    ['{ level: high }', 'valid'],
  ])('%s: %s', async (parameters, expected) => {
    const text = `spec:\n  parameters:\n   ${parameters}\n`;
    const files = { 'parameters.schema.json': schema(levelAndPort), 't.yaml': settings };
    expect(await check(fromYaml(text, files))).toBe(expected);
  });

  it('may have any name where one template has no schema or takes others too', async () => {
    const closed = { 'parameters.schema.json': schema(levelAndPort), 't.yaml': settings };
    const open = { 'parameters.schema.json': schema({}, { additionalProperties: true }) };
    const text = 'spec: { parameters: { other: 1 } }';
    expect(await check(fromYaml(text, closed, {}))).toBe('valid');
    expect(await check(fromYaml(text, closed, open))).toBe('valid');
    expect(await check(fromYaml(text, closed))).toMatch(/^CONFIG_INVALID/u);
  });

  it('are told where an override gives them, whether a cluster has that override or not', async () => {
    const files = { 'parameters.schema.json': schema(levelAndPort), 't.yaml': settings };
    const text = `spec:
  parameters: { level: low }
  overrides:
    - when: \${cluster.name == 'nobody'}
      parameters:
        level: medium
`;
    expect(await check(fromYaml(text, files))).toBe(
      'CONFIG_INVALID baselines/b.yaml:6:9 parameters.level must be low or high.',
    );
  });

  it('that are missing end the run, or block the clusters whose overrides do not give them', async () => {
    const required = schema({ level: { description: 'How strict.' } }, { required: ['level'] });
    const files = { 'parameters.schema.json': required, 't.yaml': settings.replace(/ {2}port.*\n/u, '') };
    expect(await check(fromYaml('spec:\n  parameters: {}\n', files))).toBe(
      "CONFIG_INVALID baselines/b.yaml:2:3 parameters needs the field 'level'.",
    );
    const text = 'spec:\n  overrides: [{ when: "${cluster.name == \'a\'}", parameters: { level: low } }]\n';
    const [a, b] = await renderAll([cluster('a'), cluster('b')], [fromYaml(text, files)]);
    expect(contents(a)).toHaveProperty(['b/_cluster/configmap-settings.yaml']);
    expect(contents(b)).toBe(
      "CONFIG_INVALID baselines/b.yaml:1:1 cluster b: parameters needs the field 'level'.",
    );
  });
});

describe('a schema of parameters', () => {
  const slow = { type: 'string', pattern: '^(a+)+$' };
  const bomb = Object.fromEntries(
    Array.from({ length: 40 }, (_, depth) => [
      `d${depth}`,
      depth === 39
        ? false
        : { anyOf: [{ $ref: `#/$defs/d${depth + 1}` }, { $ref: `#/$defs/d${depth + 1}` }] },
    ]),
  );
  it.each([
    ['a list', '[]', /^CONFIG_YAML parameters\.schema\.json:1:1/u],
    [
      'of no object',
      '{"type": "string"}',
      /^TEMPLATE_INVALID parameters\.schema\.json:1:1 .*no schema of an object/u,
    ],
    [
      'with a type that does not exist',
      schema({ x: { type: 'strng' } }),
      /^TEMPLATE_INVALID parameters\.schema\.json:1:/u,
    ],
    ['with an unknown keyword', schema({ x: { typ: 'string' } }), /unknown keyword: "typ"/u],
    ['that refers to elsewhere', schema({ x: { $ref: 'https://example.com/s' } }), /has \$ref$/u],
    ['that refers to a file', schema({ x: { $ref: 'other.json' } }), /has \$ref$/u],
    ['with an id', schema({}, { $id: 'x' }), /has \$id$/u],
    [
      'with a name that is no name',
      '{"type":"object","properties":{"__proto__":{"default":{}}}}',
      /^CONFIG_YAML parameters.schema.json:1:/u,
    ],
    ['that is too long', schema({ x: { description: 'x'.repeat(70_000) } }), /at most 65536 characters/u],
    [
      'with a pattern that never ends',
      schema({ x: slow }),
      /checking parameters by the schema takes longer/u,
    ],
    [
      'that goes on for ever',
      schema({ x: { $ref: '#/$defs/x' } }, { $defs: { x: { $ref: '#/$defs/x' } } }),
      /fails|takes longer/u,
    ],
    [
      'that doubles forty times',
      schema({ x: { $ref: '#/$defs/d0' } }, { $defs: bomb }),
      /takes longer|fails/u,
    ],
  ])('%s is refused with its place', async (_, text, expected) => {
    const made = fromYaml(`spec: { parameters: { x: ${'a'.repeat(40)}b } }`, {
      'parameters.schema.json': text,
    });
    expect(await check(made)).toMatch(expected);
  });

  it('of any shape gives an answer or an expected error, and leaves the parameters alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.json({ maxDepth: 4 }),
        fc.dictionary(fc.string(), fc.jsonValue()),
        async (x, given) => {
          const parameters = given as JsonObject;
          const before = JSON.stringify(parameters);
          const files = { 'parameters.schema.json': `{"type":"object","properties":{"x":${x}}}` };
          expect(await check({ ...fromYaml('spec: {}', files), parameters })).toMatch(
            /^(valid|[A-Z]+_[A-Z]+ )/u,
          );
          expect(JSON.stringify(parameters)).toBe(before);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('locals.yaml', () => {
  const use = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: "${locals.name}" }\n';
  it('holds constants of its own template, taken as they are', async () => {
    const files = { 'locals.yaml': 'name: shop\nraw: ${cluster.name}\n', 'n.yaml': use };
    const [rendering] = await renderAll([cluster('a')], [fromYaml('spec: {}', files)]);
    expect(Object.keys(contents(rendering) as object)).toEqual(['b/_cluster/namespace-shop.yaml']);
    expect(await check(fromYaml('spec: {}', files, { 'm.yaml': use }))).toMatch(/^CEL_INVALID m\.yaml:3/u);
  });

  it('is one document', async () => {
    const files = { 'locals.yaml': 'name: a\n---\nname: b\n', 'n.yaml': use };
    expect(await check(fromYaml('spec: {}', files))).toMatch(/^TEMPLATE_INVALID locals\.yaml:3:1/u);
  });
});
