import { readFile } from 'node:fs/promises';
import { isGatorSuite, runGatorSuite } from '../gatekeeper/suite.ts';
import type { GatorCaseResult, GatorSuiteResult } from '../gatekeeper/suite.ts';
import type { SourceDocument } from '../model/document.ts';
import { McpError } from '../model/error.ts';
import type { RunContext } from '../model/ports.ts';
import { RegoCompiler } from '../rego/compile.ts';
import type { RegoTest } from '../rego/run-tests.ts';
import { decodeText } from '../yaml/decode.ts';
import { parseDocuments } from '../yaml/parse.ts';

interface NamedText {
  readonly path: string;
  readonly text: string;
}

/** The test suites of gator among YAML files, whatever else those hold. */
export function gatorSuites(files: readonly NamedText[]): readonly SourceDocument[] {
  return files
    .filter(({ text }) => text.includes('test.gatekeeper.sh/'))
    .flatMap(({ path, text }) => parseDocuments(text, path))
    .filter(isGatorSuite);
}

/**
 * Runs suites as `gator verify` does: a case is a test, `<test>//<case>` of the package that is the suite's file. `run`
 * is a regular expression on these names. Throws USAGE where it is none, CONFIG_INVALID for a mistake in a suite.
 */
export async function runGatorSuites(
  suites: readonly SourceDocument[],
  run: string,
  context: RunContext,
): Promise<readonly RegoTest[]> {
  if (suites.length === 0) return [];
  const compiler = await RegoCompiler.open(context.cache);
  const now = context.clock.now();
  const pattern = run === '' ? null : readPattern(run);
  const only = pattern === null ? {} : { only: (name: string) => pattern.test(name) };
  const tests: RegoTest[] = [];
  for (const suite of suites) {
    const result = await runGatorSuite(suite, { compiler, now, read: readText, ...only });
    tests.push(...testsOf(result, suite));
  }
  return tests;
}

/** A test without cases, or whose constraint cannot be opened, is one itself. */
function testsOf({ file, tests }: GatorSuiteResult, suite: SourceDocument): readonly RegoTest[] {
  return tests.flatMap((test, index) => {
    const position = suite.positionOf(['tests', index]);
    const toTest = (name: string, { skipped, error }: GatorCaseResult, at = position): RegoTest => ({
      package: file,
      name,
      position: at,
      outcome: skipped ? 'skip' : error === null ? 'pass' : 'fail',
      milliseconds: 0,
      output: '',
      message: error ?? '',
      cases: [],
      failures: [],
      trace: '',
    });
    const cases = test.cases.map((each, place) =>
      toTest(`${test.name}//${each.name}`, each, suite.positionOf(['tests', index, 'cases', place])),
    );
    return test.error !== null || cases.length === 0 ? [toTest(test.name, test), ...cases] : cases;
  });
}

function readPattern(run: string): RegExp {
  try {
    return new RegExp(run, 'u');
  } catch (cause) {
    throw new McpError('USAGE', `--run is no regular expression: ${run}`, { cause });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return decodeText(await readFile(path), path);
  } catch (cause) {
    if (cause instanceof McpError) throw cause;
    throw new McpError('CONFIG_REFERENCE', `there is no file ${path}`, { cause });
  }
}
