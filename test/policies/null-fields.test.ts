import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { isJsonObject } from '../../src/model/json.ts';
import { evaluateFiles, examinePolicies } from '../../src/pipeline/evaluate/index.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';
import { memoryCache } from '../rego/memory-cache.ts';
import { runContext } from '../support/run-context.ts';
import { readFiles } from './rule-folders.ts';

type Path = readonly (string | number)[];

const root = fileURLToPath(new URL('../..', import.meta.url));
const context = runContext({ cache: memoryCache() });
const modules = readFiles('policies', '*.rego').filter(({ path }) => !path.endsWith('_test.rego'));
const { policies } = await examinePolicies(modules, context);

/** Null as the value of an entry of a map is a value, the empty one; it is fields that null takes away. */
const maps: ReadonlySet<unknown> = new Set(['annotations', 'data', 'labels', 'matchLabels', 'stringData']);

it('the API server reads null as a field that is not there, and the policies find no less in it', async () => {
  const cases = policies
    .filter(({ scope }) => scope === 'object')
    .flatMap(({ id, position }) =>
      examples(position.file.replace(/\.rego$/u, '.pass.yaml')).flatMap(({ name, value }) =>
        fieldsOf(value).map((path) => ({ id, name: `${path.join('.')} of ${name}`, value, path })),
      ),
    );
  expect(cases.length).toBeGreaterThan(400);
  const absent = await denials(cases.map(({ name, value, path }) => [name, change(value, path, undefined)]));
  const nulls = await denials(cases.map(({ name, value, path }) => [name, change(value, path, null)]));
  const missed = cases.filter(({ id, name }) => absent.has(`${id} ${name}`) && !nulls.has(`${id} ${name}`));
  expect(missed.map(({ name }) => name)).toEqual([]);
});

function examples(file: string): readonly { readonly name: string; readonly value: Json }[] {
  const documents = parseDocuments(readFileSync(`${root}/${file}`, 'utf8'), file);
  return documents.map(({ value }, index) => ({ name: `${file}#${index}`, value }));
}

/** The fields of an object, at any depth; of `metadata` it as a whole. */
function fieldsOf(value: Json, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => fieldsOf(item, [...path, index]));
  if (!isJsonObject(value) || maps.has(path.at(-1))) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    if (path.length === 0 && ['apiVersion', 'kind', 'metadata'].includes(key))
      return key === 'metadata' ? [[key]] : [];
    return [[...path, key], ...fieldsOf(field ?? null, [...path, key])];
  });
}

function change(value: Json, path: Path, to: null | undefined): Json {
  const copy = structuredClone(value);
  const owner = path.slice(0, -1).reduce((within: Json, key) => (within as JsonObject)[key] ?? null, copy);
  const field = String(path.at(-1));
  if (to === undefined) Reflect.deleteProperty(owner as object, field);
  else Reflect.set(owner as object, field, to);
  return copy;
}

/** Each as the policy and the name of the document that it denies. */
async function denials(
  documents: readonly (readonly [name: string, document: Json])[],
): Promise<Set<string>> {
  const source = { name: 'policies', modules, parameters: {} };
  const files = documents.map(([path, document]) => ({ path, documents: [document] }));
  const { findings } = await evaluateFiles({ policies: [source], files }, context);
  return new Set(
    findings.filter(({ state }) => state === 'fail').map(({ policy, file }) => `${policy} ${file}`),
  );
}
