import * as Flags from '@oclif/core/flags';
import { exitCodes } from '../../cli/exit-codes.ts';
import { authorOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { problemLines } from '../../cli/present-problems.ts';
import { allowFlag, authorFlags, regoVersionFlag } from '../../cli/source-flags.ts';
import { textArgument } from '../../cli/text-argument.ts';
import type { Problem } from '../../model/problem.ts';
import { checkPolicies } from '../../pipeline/check-policies.ts';
import { InputFiles } from '../../runtime/input-files.ts';
import { count } from '../../pipeline/stage-timer.ts';

/** What `--json` prints; schema: cli/schemas/policy-check.json. */
interface CheckDocument {
  readonly files: number;
  readonly policies: number;
  readonly summary: { readonly errors: number; readonly warnings: number };
  readonly problems: readonly Problem[];
}

export default class PolicyCheck extends McpCommand {
  static override summary = 'Check policies, and the policy repository that they stand in.';
  static override description =
    "Parses, type-checks and compiles Rego in OPA's strict mode (unused variables and imports are errors), and checks METADATA, policy ids and control ids. Without a path the whole policy repository is checked: its configuration, its templates and all its policies, and policies that nothing uses are named. All problems are told at once, each with its place. Ends with 0 when there is no error, else with 2.";
  static override examples = [
    {
      description: 'The policy repository in this folder, as it lies there',
      command: '<%= config.bin %> policy check',
    },
    { description: 'Some policies', command: '<%= config.bin %> policy check policies/team-label.rego' },
    { description: 'The policy repository at a tag', command: '<%= config.bin %> policy check --ref v1.4.0' },
  ];
  static override strict = false;
  static override args = { path: textArgument({ description: 'A Rego file or folder, or several.' }) };
  static override flags = {
    ...authorFlags,
    ...allowFlag,
    data: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PATH',
      description:
        'A YAML or JSON file or folder that the policies see as data, for the paths that are named.',
    }),
    ...regoVersionFlag,
  };

  async run(): Promise<CheckDocument> {
    const { flags, argv } = await this.parse(PolicyCheck);
    return this.withSession(flags, async (session) => {
      const inputs = new InputFiles();
      const options = {
        ...authorOptions(flags, session),
        paths: argv.map(String),
        allow: flags.allow ?? [],
        data: flags.data ?? [],
        regoVersion: flags['rego-version'],
        files: inputs,
      };
      const { problems, files, policies, lasting } = await checkPolicies(options, session.context);
      const errors = problems.filter(({ severity }) => severity === 'error').length;
      const warnings = problems.length - errors;
      const summary = [count(files, 'Rego file'), count(policies, 'policy', 'policies')].join(', ');
      const lines = [
        ...problemLines(problems, session.style),
        `${session.style('bold', 'Check:')} ${summary}: ${count(errors, 'error')}, ${count(warnings, 'warning')}.`,
      ];
      const document = { files, policies, summary: { errors, warnings }, problems };
      const exitCode = errors > 0 ? exitCodes.usage : exitCodes.clean;
      return this.answer(document, lines, exitCode, lasting ? inputs : undefined);
    });
  }
}
