import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../../src/pipeline/source/schemas/', import.meta.url);

interface Schema {
  readonly description?: string;
  readonly const?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Fields that neither say what they are for nor are fixed to a value. */
function undescribed(schema: Schema, path: string): string[] {
  const fields = Object.entries({ ...schema.properties, ...schema.$defs });
  return [
    ...fields.flatMap(([name, field]) => [
      ...((field.description ?? field.const ?? field.$ref) ? [] : [`${path}.${name}`]),
      ...undescribed(field, `${path}.${name}`),
    ]),
    ...(schema.items ? undescribed(schema.items, `${path}[]`) : []),
  ];
}

it.each(readdirSync(folder))('%s describes every field, for editors and the reference', (file) => {
  expect(undescribed(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Schema, '')).toEqual([]);
});
