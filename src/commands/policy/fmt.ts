import * as Flags from '@oclif/core/flags';
import { exitCodes } from '../../cli/exit-codes.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { problemLines } from '../../cli/present-problems.ts';
import { regoVersionFlag } from '../../cli/source-flags.ts';
import { textArgument } from '../../cli/text-argument.ts';
import type { Problem } from '../../model/problem.ts';
import { formatPolicies } from '../../pipeline/format-policies.ts';
import { visible } from '../../runtime/visible.ts';

/** What `--json` prints; schema: cli/schemas/policy-fmt.json. */
interface FormatDocument {
  readonly files: readonly { readonly path: string; readonly changed: boolean }[];
  readonly problems: readonly Problem[];
}

export default class PolicyFmt extends McpCommand {
  static override summary = 'Format Rego files the way OPA does.';
  static override description =
    'Writes the files in place and names those that changed. With --check or --diff it writes nothing; --check ends with 1 when a file would change. A file that does not parse is left as it is, and the command ends with 2.';
  static override examples = [
    { description: 'Format all Rego below this folder', command: '<%= config.bin %> policy fmt' },
    {
      description: 'In a pipeline: is everything formatted?',
      command: '<%= config.bin %> policy fmt --check',
    },
    { description: 'See what would change', command: '<%= config.bin %> policy fmt --diff policies' },
  ];
  static override strict = false;
  static override args = {
    path: textArgument({ description: 'A Rego file or folder, or several. [default: .]' }),
  };
  static override flags = {
    check: Flags.boolean({ description: 'Write nothing; end with 1 when a file would change.' }),
    ...regoVersionFlag,
    diff: Flags.boolean({ description: 'Write nothing; print what would change.' }),
  };

  async run(): Promise<FormatDocument> {
    const { flags, argv } = await this.parse(PolicyFmt);
    return this.withSession(flags, async ({ style }) => {
      const paths = argv.length === 0 ? ['.'] : argv.map(String);
      const { files, problems } = await formatPolicies({
        paths,
        regoVersion: flags['rego-version'],
        write: !flags.check && !flags.diff,
      });
      const changed = files.filter(({ before, after }) => before !== after);
      if (flags.diff) {
        const { patchLines } = await import('../../cli/present-diff.ts');
        for (const { path, before, after } of changed) {
          for (const line of patchLines(path, before, after, style)) this.log(line);
        }
      } else for (const { path } of changed) this.log(visible(path));
      for (const line of problemLines(problems, style)) this.log(line);
      if (problems.length > 0) this.endWith(exitCodes.usage);
      else this.endWith(flags.check && changed.length > 0 ? exitCodes.violations : exitCodes.clean);
      return {
        files: files.map(({ path, before, after }) => ({ path, changed: before !== after })),
        problems,
      };
    });
  }
}
