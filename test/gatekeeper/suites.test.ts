import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { isGatorSuite, runGatorSuite } from '../../src/gatekeeper/suite.ts';
import type { GatorSuiteResult } from '../../src/gatekeeper/suite.ts';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';
import { memoryCache } from '../rego/memory-cache.ts';

const library = join(import.meta.dirname, 'library');
const folders = await readdir(library);
const compiler = await RegoCompiler.open(memoryCache());
const now = new Date('2026-11-24T11:00:00Z');

async function run(folder: string, only?: (name: string) => boolean): Promise<GatorSuiteResult> {
  const read = (path: string) => readFile(join(library, path), 'utf8');
  const [suite] = parseDocuments(await read(`${folder}/suite.yaml`), `${folder}/suite.yaml`);
  expect(isGatorSuite(suite!)).toBe(true);
  return runGatorSuite(suite!, { compiler, now, read, ...(only === undefined ? {} : { only }) });
}

/** `test` or `test//case`, and whether it passed. */
function outcomes({ tests }: GatorSuiteResult): Readonly<Record<string, string>> {
  const entries = tests.flatMap((test) => [
    ...(test.cases.length > 0 ? [] : [[test.name, outcome(test)]]),
    ...test.cases.map((each) => [`${test.name}//${each.name}`, outcome(each)]),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function outcome({ skipped, error }: { readonly skipped: boolean; readonly error: string | null }): string {
  if (skipped) return 'skip';
  return error === null ? 'pass' : 'fail';
}

/** Made to fail, or skipped; all others pass. */
const notPassing: Readonly<Record<string, string>> = {
  'owner//fails on purpose': 'fail',
  'owner//skipped': 'skip',
  'gator//skipped': 'skip',
  'everywhere//skipped': 'skip',
  'audit//skipped': 'skip',
  'dryrun//skipped': 'skip',
  'valid after all': 'fail',
  'without template': 'fail',
};

describe.each(folders)('the suite %s', (folder) => {
  it('gives what it says', async () => {
    const result = await run(folder);
    expect(result.skipped).toBe(false);
    const found = outcomes(result);
    expect(Object.keys(found).length).toBeGreaterThan(2);
    for (const [name, state] of Object.entries(found)) {
      const errors = JSON.stringify(
        result.tests.flatMap((test) => [test.error, ...test.cases.map(({ error }) => error)]),
      );
      expect(`${name} ${state} ${errors}`).toBe(`${name} ${notPassing[name] ?? 'pass'} ${errors}`);
    }
  });

  it.skipIf(process.env['MCP_GATOR'] === undefined)('gives what gator gives', async () => {
    const { stdout } = await execa(process.env['MCP_GATOR']!, ['verify', '-v', join(library, folder)], {
      reject: false,
    });
    const gator: Record<string, string> = {};
    let test = '';
    const line = /^=== RUN {3}(.*)$|^ {4}--- (PASS|FAIL): (.*?)\s+\([\d.]+s\)$/gm;
    for (const [, begun, state = '', name = ''] of stdout.matchAll(line)) {
      if (begun !== undefined) test = begun;
      else gator[`${test}//${name}`] = state.toLowerCase();
    }
    const ours = Object.fromEntries(
      Object.entries(outcomes(await run(folder))).filter(
        ([name, state]) => name.includes('//') && state !== 'skip',
      ),
    );
    expect(Object.keys(ours).length).toBeGreaterThan(2);
    expect(ours).toEqual(gator);
  });
});

it('runs chosen cases alone', async () => {
  const found = outcomes(
    await run('replica-limits', (name) => name === 'replicas//five' || name === 'elsewhere'),
  );
  expect(Object.entries(found).filter(([, state]) => state !== 'skip')).toEqual([
    ['replicas//five', 'pass'],
    ['elsewhere//one', 'pass'],
  ]);
});
