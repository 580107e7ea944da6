import { configBuiltins } from '../conftest/config-builtins.ts';
import { McpError } from '../model/error.ts';
import type { RegoModule, RegoVersion } from '../model/policy.ts';
import type { RunContext } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import type { RegoCoverage, RegoTest, RegoTestRun } from '../rego/run-tests.ts';
import { runTests } from '../rego/run-tests.ts';
import { gatorSuites, runGatorSuites } from './gator-tests.ts';
import { regoProblem } from './rego-problem.ts';
import { modulesIn, readData, readNamedFiles } from './source/index.ts';

export type { RegoCoverage, RegoTest } from '../rego/run-tests.ts';

export interface TestOptions {
  /** Files and folders with Rego and with suites of gator. */
  readonly paths: readonly string[];
  /** YAML and JSON files and folders that tests see as `data`. */
  readonly data: readonly string[];
  /** Builtins that are refused otherwise. */
  readonly allow: readonly string[];
  /** Which Rego the tests and their policies are written in. */
  readonly regoVersion: RegoVersion;
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

/**
 * Runs the unit tests of policies: rules `test_...` of Rego, and suites of gator. Throws USAGE for paths that are not
 * there and for `run`, CONFIG_* for suites and data that cannot be read.
 */
export async function testPolicies(options: TestOptions, context: RunContext): Promise<TestResult> {
  const files = readNamedFiles(options.paths, /\.(?:rego|ya?ml)$/u, 'Rego file or test suite');
  const modules = modulesIn(
    options.regoVersion,
    files.filter(({ path }) => path.endsWith('.rego')),
  );
  const suites = gatorSuites(files.filter(({ path }) => !path.endsWith('.rego')));
  if (modules.length + suites.length === 0) {
    throw new McpError('USAGE', `there is no test in ${options.paths.join(', ')}`, {
      hint: 'Tests are rules test_... in Rego files, and suites of gator.',
    });
  }
  const rego = runRegoTests(modules, options, context);
  const tests = [...rego.tests, ...(await runGatorSuites(suites, options.run, context))];
  return { tests, coverage: rego.coverage, problems: rego.mistakes.map(regoProblem) };
}

function runRegoTests(
  modules: readonly RegoModule[],
  { allow, run, coverage, trace, timeout, ...options }: TestOptions,
  context: RunContext,
): RegoTestRun {
  if (modules.length === 0) return { mistakes: [], tests: [], coverage: [] };
  const data = readData(options.data);
  const allowed = [...allow, ...configBuiltins];
  return runTests(modules, { data, allow: allowed, run, coverage, trace, timeout }, context.clock.now());
}

/** Percent of the lines that tests reached, 100 when there are none. */
export function coveredPercent(files: readonly RegoCoverage[]): number {
  const covered = files.reduce((sum, file) => sum + file.coveredLines, 0);
  const all = files.reduce((sum, file) => sum + file.coveredLines + file.notCoveredLines, 0);
  return all === 0 ? 100 : (100 * covered) / all;
}
