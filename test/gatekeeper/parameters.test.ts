import { describe, expect, it } from 'vitest';
import { Field } from '../../src/gatekeeper/fields.ts';
import { completeParameters } from '../../src/gatekeeper/parameters.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';

const schema: JsonObject = {
  type: 'object',
  properties: {
    name: { type: 'string', pattern: '^(a+)+$' },
    limit: { type: 'integer', minimum: 0, exclusiveMinimum: true, format: 'int64' },
    mode: { type: 'string', default: 'strict', enum: ['strict', 'lax'] },
    nested: { type: 'object', properties: { on: { type: 'boolean', default: true } } },
    list: {
      type: 'array',
      items: { type: 'object', properties: { number: { type: 'integer', default: 7 } } },
    },
    any: { 'x-kubernetes-preserve-unknown-fields': true },
    map: { type: 'object', additionalProperties: { type: 'object', properties: { d: { default: 1 } } } },
  },
};

function complete(parameters: string) {
  const [document] = parseDocuments(`parameters: ${parameters}\n`, 'c.yaml');
  return completeParameters(Field.root(document!).get('parameters'), schema);
}

describe('parameters', () => {
  it.each([
    ['{}', { mode: 'strict' }],
    ['{mode: lax, any: [1], more: 1}', { mode: 'lax', any: [1], more: 1 }],
    [
      '{nested: {}, list: [{}, {number: 1}], map: {a: {}}}',
      { mode: 'strict', nested: { on: true }, list: [{ number: 7 }, { number: 1 }], map: { a: { d: 1 } } },
    ],
    ['null', null],
  ])('%s', async (given, expected) => {
    expect(await complete(given)).toEqual(expected);
  });

  it.each([
    ['{limit: 0}', '.limit must be > 0'],
    ['{limit: 1.5}', '.limit must be integer'],
    ['{mode: odd}', '.mode must be equal to one of the allowed values'],
    ['{list: {}}', '.list must be array'],
    ['{name: b}', '.name must match pattern'],
    ['[]', 'must be object'],
  ])('%s do not fit the schema', async (given, message) => {
    await expect(complete(given)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message) as string,
      position: { file: 'c.yaml', line: 1 },
    });
  });

  it('cannot hang on a hostile pattern', async () => {
    const start = performance.now();
    await expect(complete(`{name: ${'a'.repeat(5_000)}b}`)).rejects.toThrow('must match pattern');
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
