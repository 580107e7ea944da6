import { expect, it } from 'vitest';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { loadCases } from '../conformance/cases.ts';
import { whyNotApplicable } from '../conformance/not-applicable.ts';
import { runCase } from '../conformance/run-case.ts';
import { memoryCache } from './memory-cache.ts';

/** CI runs all of them: `npm run conformance`. */
const every = 25;

it("some of OPA's own cases of every group come out as OPA wants", async () => {
  const compiler = await RegoCompiler.open(memoryCache());
  const wrong: string[] = [];
  let passed = 0;
  for (const [number, { name, version, cases }] of loadCases().entries()) {
    const applicable = cases.filter((tested) => whyNotApplicable(tested) === undefined);
    for (const tested of applicable.filter(
      (_case, index) => index % every === (number % every) % applicable.length,
    )) {
      const why = await runCase(compiler, version, tested);
      if (why === null) passed++;
      else wrong.push(`${version}/${name} ${tested.note}: ${why}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(passed).toBeGreaterThan(290);
});
