import { describe, expect, it } from 'vitest';
import type { Cache } from '../../src/model/ports.ts';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { RegoProgram } from '../../src/rego/program.ts';
import { readFiles, ruleFolders } from './rule-folders.ts';

const noCache: Cache = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };
const emptyInput = new TextEncoder().encode('{}').buffer;

describe.each(ruleFolders)('the Rego tests beside the policies of %s', async (folder) => {
  const modules = readFiles(folder, '*.rego');
  const compiler = await RegoCompiler.open(noCache);
  const packages = await compiler.inspect(modules);
  const tests = packages.flatMap(({ path, rules }) =>
    rules.filter(({ name }) => name.startsWith('test_')).map(({ name }) => [...path, name].join('/')),
  );
  const program = await RegoProgram.load(await compiler.compile(modules, tests), modules, new Date(0));

  it.each(tests)('%s', (test) => {
    expect(program.evaluate(test, emptyInput)).toBe(true);
  });

  const policies = packages.filter(({ annotations }) => annotations?.custom['id'] !== undefined);

  it.each(policies.map(({ path }) => path.join('/')))(
    '%s has tests that pass, that fail and at the edge',
    (name) => {
      const own = tests.filter((test) => test.startsWith(`${name}_test/`));
      expect(own).toEqual(expect.arrayContaining([`${name}_test/test_pass`, `${name}_test/test_fail`]));
      expect(own.length).toBeGreaterThan(2);
    },
  );
});
