import { McpError } from '../model/error.ts';
import type { JsonObject } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import type { SourcePosition } from '../model/position.ts';
import type { RegoMistake } from './ask-reactor.ts';
import { askReactor, mistakesOf } from './ask-reactor.ts';
import type { RegoProblem } from './backend.ts';
import type { RegoLocation } from './package.ts';
import { sourcePosition } from './package.ts';

export interface RegoTestOptions {
  /** What tests see as `data` beside the modules. */
  readonly data: JsonObject;
  /** Builtins that are refused otherwise. */
  readonly allow: readonly string[];
  /** A regular expression (RE2) on full names such as `data.security.pod_test.test_pass`; empty: all tests. */
  readonly run: string;
  readonly coverage: boolean;
  /** Say step by step how each failing test was evaluated. */
  readonly trace: boolean;
  /** Milliseconds that one test may take. */
  readonly timeout: number;
}

export interface RegoTest {
  /** For example `security.pod_test`. */
  readonly package: string;
  readonly name: string;
  readonly position: SourcePosition;
  readonly outcome: 'pass' | 'fail' | 'error' | 'skip';
  readonly milliseconds: number;
  /** What it printed. */
  readonly output: string;
  /** Why there is an error; empty otherwise. */
  readonly message: string;
  /** The cases of a test over a table (`test_x[name] if`). */
  readonly cases: readonly { readonly name: string; readonly passed: boolean }[];
  /** The expressions at which the test, or each of its failing cases, ended. */
  readonly failures: readonly RegoFailure[];
  readonly trace: string;
}

export interface RegoFailure {
  readonly position: SourcePosition | null;
  /** The expression as written, with the values of its variables below it. */
  readonly text: string;
  /** The case of a table; empty without one. */
  readonly case: string;
}

/** How much of a module that holds no tests was evaluated. */
export interface RegoCoverage {
  readonly file: string;
  readonly coveredLines: number;
  readonly notCoveredLines: number;
  /** First and last line of each expression that no test reached. */
  readonly notCovered: readonly (readonly [number, number])[];
}

export interface RegoTestRun {
  /** Not empty: nothing ran. */
  readonly mistakes: readonly RegoMistake[];
  /** In the order of the modules and their lines. */
  readonly tests: readonly RegoTest[];
  readonly coverage: readonly RegoCoverage[];
}

interface TestDocument extends Omit<RegoTest, 'position' | 'cases' | 'failures'> {
  readonly position: RegoLocation;
  readonly cases: RegoTest['cases'] | null;
  readonly failures:
    | readonly { readonly position: RegoLocation | null; readonly text: string; readonly case: string }[]
    | null;
}

interface TestResponse {
  readonly problems: readonly RegoProblem[] | null;
  readonly tests: readonly TestDocument[] | null;
  readonly coverage: readonly (Omit<RegoCoverage, 'file'> & { readonly module: number })[] | null;
}

/**
 * Runs the unit tests in modules with OPA's own tester. USAGE when `run` is no regular expression; REGO_UNAVAILABLE,
 * REGO_FAILED.
 */
export function runTests(modules: readonly RegoModule[], options: RegoTestOptions, now: Date): RegoTestRun {
  const response = askReactor('mcp_test', modules, { ...options }, now) as TestResponse;
  const [first] = response.problems ?? [];
  if (first?.code === 'run') throw new McpError('USAGE', `--run is no regular expression: ${first.message}`);
  return {
    mistakes: mistakesOf(response.problems, modules),
    tests: (response.tests ?? []).map((test) => ({
      ...test,
      position: sourcePosition(test.position, modules),
      cases: test.cases ?? [],
      failures: (test.failures ?? []).map((failure) => ({
        ...failure,
        position: failure.position === null ? null : sourcePosition(failure.position, modules),
        text: withoutIndent(failure.text),
      })),
    })),
    coverage: (response.coverage ?? []).map(({ module, ...coverage }) => ({
      ...coverage,
      file: modules[module]?.path ?? '',
    })),
  };
}

/** OPA pads an expression to where it stands in its line. */
function withoutIndent(text: string): string {
  const lines = text.replaceAll('\t', '    ').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(Number.isFinite(indent) ? indent : 0).trimEnd()).join('\n');
}
