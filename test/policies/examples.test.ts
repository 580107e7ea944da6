import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { evaluateFiles, examinePolicies } from '../../src/pipeline/evaluate/index.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';
import { memoryCache } from '../rego/memory-cache.ts';
import { runContext } from '../support/run-context.ts';
import { readFiles } from './rule-folders.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const context = runContext({ cache: memoryCache() });
const modules = readFiles('policies', '*.rego').filter(({ path }) => !path.endsWith('_test.rego'));
const { policies } = await examinePolicies(modules, context);
const parameters = await exampleParameters();

describe('the examples beside the shipped policies', () => {
  it('finds them', () => {
    expect(policies.length).toBeGreaterThan(70);
  });

  it.each(policies.map(({ id, position }) => [id, position.file] as const))('%s', async (id, file) => {
    const states = async (sort: 'pass' | 'fail') => {
      const path = exampleFile(file, sort);
      const documents = parseDocuments(readFileSync(`${root}/${path}`, 'utf8'), path).map(
        ({ value }) => value,
      );
      const source = { name: 'policies', modules, parameters };
      const { findings } = await evaluateFiles({ policies: [source], files: [{ path, documents }] }, context);
      return findings.filter(({ policy }) => policy === id).map(({ state }) => state);
    };
    expect(new Set(await states('pass'))).toEqual(new Set(['pass']));
    expect(await states('fail')).toContain('fail');
  });
});

function exampleFile(policy: string, sort: 'pass' | 'fail'): string {
  return policy.replace(/\.rego$/u, `.${sort}.yaml`);
}

/** What the METADATA of the policies gives as `example` of each parameter. */
async function exampleParameters(): Promise<JsonObject> {
  const packages = await (await RegoCompiler.open(context.cache)).inspect(modules);
  const examples = packages.flatMap(({ annotations }) =>
    Object.entries((annotations?.custom['parameters'] ?? {}) as Record<string, { example?: Json }>),
  );
  return Object.fromEntries(
    examples.flatMap(([name, { example }]) => (example === undefined ? [] : [[name, example]])),
  );
}
