import type { JsonObject } from '../model/json.ts';
import type { RunContext } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import type { RegoCoverage, RegoTest } from '../rego/run-tests.ts';
import { runTests } from '../rego/run-tests.ts';
import { regoProblem } from './rego-problem.ts';
import { readData, readNamedFiles } from './source/index.ts';

export type { RegoCoverage, RegoTest } from '../rego/run-tests.ts';

export interface TestOptions {
  /** Rego files and folders. */
  readonly paths: readonly string[];
  /** YAML and JSON files and folders that tests see as `data`. */
  readonly data: readonly string[];
  /** Builtins that are refused otherwise. */
  readonly allow: readonly string[];
  /** A regular expression on the full names of tests; empty: all of them. */
  readonly run: string;
  readonly coverage: boolean;
  readonly trace: boolean;
  /** Milliseconds that one test may take. */
  readonly timeout: number;
}

export interface TestResult {
  readonly tests: readonly RegoTest[];
  /** By file that holds no tests; empty unless it was asked for. */
  readonly coverage: readonly RegoCoverage[];
  /** Why nothing ran. */
  readonly problems: readonly Problem[];
}

/** Runs the unit tests of policies. Throws USAGE for paths that are not there and for `run`. */
export async function testPolicies(options: TestOptions, context: RunContext): Promise<TestResult> {
  const { paths, allow, run, coverage, trace, timeout } = options;
  const modules = await readNamedFiles(paths, /\.rego$/u, 'Rego file');
  const data: JsonObject = await readData(options.data);
  const settings = { data, allow, run, coverage, trace, timeout };
  const { mistakes, tests, coverage: files } = runTests(modules, settings, context.clock.now());
  return { tests, coverage: files, problems: mistakes.map(regoProblem) };
}

/** Percent of the lines that tests reached, 100 when there are none. */
export function coveredPercent(files: readonly RegoCoverage[]): number {
  const covered = files.reduce((sum, file) => sum + file.coveredLines, 0);
  const all = files.reduce((sum, file) => sum + file.coveredLines + file.notCoveredLines, 0);
  return all === 0 ? 100 : (100 * covered) / all;
}
