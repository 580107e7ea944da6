import * as Flags from '@oclif/core/flags';
import { writeFile } from 'node:fs/promises';
import { exitCodes } from '../../cli/exit-codes.ts';
import type { ExitCode } from '../../cli/exit-codes.ts';
import { junit } from '../../cli/junit.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import type { Session } from '../../cli/mcp-command.ts';
import { errorLines } from '../../cli/present-error.ts';
import { problemLines } from '../../cli/present-problems.ts';
import { coverageLines, testLines, testSummary } from '../../cli/present-tests.ts';
import { allowFlag, regoVersionFlag } from '../../cli/source-flags.ts';
import { styleFor } from '../../cli/style.ts';
import { watchPaths } from '../../cli/watch.ts';
import { textArgument } from '../../cli/text-argument.ts';
import { McpError } from '../../model/error.ts';
import type { Problem } from '../../model/problem.ts';
import { coveredPercent, testPolicies } from '../../pipeline/test-policies.ts';
import type { RegoCoverage, RegoTest, TestOptions } from '../../pipeline/test-policies.ts';

/** What `--json` prints; schema: cli/schemas/policy-test.json. */
interface TestDocument {
  readonly summary: Readonly<Record<RegoTest['outcome'], number>>;
  readonly tests: readonly RegoTest[];
  /** Null unless coverage was asked for. */
  readonly coverage: { readonly percent: number; readonly files: readonly RegoCoverage[] } | null;
  readonly problems: readonly Problem[];
}

export default class PolicyTest extends McpCommand {
  static override summary = 'Run the unit tests of policies.';
  static override description =
    "Runs every rule test_... with OPA's own tester, and says of each that fails at which expression and with which values; suites of gator (test.gatekeeper.sh) run as gator verify runs them. Ends with 0 when all pass, with 1 when one fails or the coverage is below --threshold, and with 2 when the policies do not compile.";
  static override examples = [
    { description: 'All tests below this folder', command: '<%= config.bin %> policy test' },
    {
      description: 'In a pipeline',
      command: '<%= config.bin %> policy test policies --threshold 90 --junit report.xml',
    },
    {
      description: 'Some tests, step by step',
      command: '<%= config.bin %> policy test --run team_label --verbose',
    },
    { description: 'Again whenever a file changes', command: '<%= config.bin %> policy test --watch' },
  ];
  static override strict = false;
  static override args = {
    path: textArgument({
      description: 'A file or folder with Rego or with suites of gator, or several. [default: .]',
    }),
  };
  static override flags = {
    run: Flags.string({
      helpValue: 'REGEX',
      default: '',
      description: 'Only tests whose full name matches: data.package.test_name, or test//case of a suite.',
    }),
    coverage: Flags.boolean({ description: 'Say which lines of the policies no test reaches.' }),
    threshold: Flags.integer({
      min: 0,
      max: 100,
      helpValue: 'PERCENT',
      description: 'End with 1 when tests reach less of the lines than this.',
    }),
    watch: Flags.boolean({ description: 'Run again whenever a file changes.', exclusive: ['json'] }),
    junit: Flags.string({ helpValue: 'FILE', description: 'Write the results there as JUnit XML.' }),
    data: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PATH',
      description: 'A YAML or JSON file or folder that the tests see as data.',
    }),
    ...allowFlag,
    ...regoVersionFlag,
    timeout: Flags.integer({
      min: 1,
      default: 5000,
      helpValue: 'MS',
      description: 'How long one test may take, in milliseconds.',
    }),
  };

  async run(): Promise<TestDocument | undefined> {
    const { flags, argv } = await this.parse(PolicyTest);
    return this.withSession(flags, async (session) => {
      const options = {
        paths: argv.length === 0 ? ['.'] : argv.map(String),
        data: flags.data ?? [],
        allow: flags.allow ?? [],
        regoVersion: flags['rego-version'],
        run: flags.run,
        coverage: flags.coverage || flags.threshold !== undefined,
        trace: flags.verbose,
        timeout: flags.timeout,
      };
      const once = () => this.#testOnce(options, flags, session);
      if (!flags.watch) return await once();
      const watched = [...options.paths, ...options.data];
      await watchPaths(watched, () => this.#testAndWait(once), session.context.signal);
      return undefined;
    });
  }

  async #testOnce(
    options: TestOptions,
    flags: {
      readonly verbose: boolean;
      readonly junit: string | undefined;
      readonly threshold: number | undefined;
    },
    { context, style }: Session,
  ): Promise<TestDocument> {
    const { tests, coverage, problems } = await testPolicies(options, context);
    for (const line of [...problemLines(problems, style), ...testLines(tests, flags.verbose, style)])
      this.log(line);
    if (options.coverage && problems.length === 0)
      for (const line of coverageLines(coverage, style)) this.log(line);
    if (problems.length === 0) this.log(testSummary(tests, style));
    if (flags.junit !== undefined) await writeResults(flags.junit, junit(tests));
    const percent = coveredPercent(coverage);
    const enough = flags.threshold === undefined || percent >= flags.threshold;
    if (!enough && problems.length === 0)
      this.log(`The coverage is below the threshold of ${flags.threshold} %.`);
    this.endWith(exitCode(tests, problems, enough));
    return {
      summary: summaryOf(tests),
      tests,
      coverage: options.coverage ? { percent, files: coverage } : null,
      problems,
    };
  }

  /** A mistake while one types ends nothing. */
  async #testAndWait(once: () => Promise<unknown>): Promise<void> {
    try {
      await once();
    } catch (error) {
      if (!(error instanceof McpError)) throw error;
      process.stderr.write(`${errorLines(error, styleFor(process.stderr), false).join('\n')}\n`);
    }
    process.stderr.write('Waiting for changes; press Ctrl+C to end.\n');
  }
}

function exitCode(tests: readonly RegoTest[], problems: readonly Problem[], enough: boolean): ExitCode {
  if (problems.length > 0) return exitCodes.usage;
  const failed = tests.some(({ outcome }) => outcome === 'fail' || outcome === 'error');
  return failed || !enough ? exitCodes.violations : exitCodes.clean;
}

function summaryOf(tests: readonly RegoTest[]): TestDocument['summary'] {
  const summary = { pass: 0, fail: 0, error: 0, skip: 0 };
  for (const { outcome } of tests) summary[outcome] += 1;
  return summary;
}

async function writeResults(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw new McpError('USAGE', `${file} cannot be written`, { cause, hint: 'Name a file with --junit.' });
  }
}
