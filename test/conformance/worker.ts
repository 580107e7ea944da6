import { parentPort, workerData } from 'node:worker_threads';
import { RegoCompiler } from '../../src/rego/compile.ts';
import type { CaseGroup } from './cases.ts';
import { loadCases } from './cases.ts';
import { whyNotApplicable } from './not-applicable.ts';
import { runCase } from './run-case.ts';

/** What a worker says of one case: `wrong` is null where it passed. */
export interface CaseReport {
  readonly version: CaseGroup['version'];
  readonly group: string;
  readonly note: string;
  readonly wrong: string | null;
}

const { share, shares } = workerData as { readonly share: number; readonly shares: number };
const noCache = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };
const compiler = await RegoCompiler.open(noCache);
let number = 0;
for (const { name, version, cases } of loadCases()) {
  for (const tested of cases) {
    if (number++ % shares !== share || whyNotApplicable(tested) !== undefined) continue;
    const wrong = await runCase(compiler, version, tested);
    parentPort?.postMessage({ version, group: name, note: tested.note, wrong } satisfies CaseReport);
  }
}
