import * as Flags from '@oclif/core/flags';
import { text } from 'node:stream/consumers';
import { exitCodes } from '../../cli/exit-codes.ts';
import type { ExitCode } from '../../cli/exit-codes.ts';
import { authorOptions } from '../../cli/fleet-options.ts';
import { githubAnnotations } from '../../cli/github-annotations.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { findingLines, summaryOf } from '../../cli/present-findings.ts';
import type { EvalSummary } from '../../cli/present-findings.ts';
import { allowFlag, authorFlags, regoVersionFlag } from '../../cli/source-flags.ts';
import { textArgument } from '../../cli/text-argument.ts';
import { McpError } from '../../model/error.ts';
import { evalFiles, inputFormats } from '../../pipeline/eval-files.ts';
import type { EvalFinding } from '../../pipeline/eval-files.ts';
import { InputFiles } from '../../runtime/input-files.ts';

/** What `--json` prints; schema: cli/schemas/policy-eval.json. */
interface EvalDocument {
  readonly summary: EvalSummary;
  readonly findings: readonly EvalFinding[];
}

export default class PolicyEval extends McpCommand {
  static override summary = 'Judge any manifests by policies.';
  static override description =
    'Without --policy, the policies of the policy repository in the folder judge, or the shipped security baseline where there is none. Ends with 0 when no policy fails, and with 1 when one does; with --fail-on-warn, as conftest does, with 1 for warnings alone and 2 for failures.';
  static override examples = [
    { description: 'A folder, by the security baseline', command: '<%= config.bin %> policy eval manifests' },
    {
      description: 'What another tool renders, by policies of your own, with the reason for each finding',
      command: '<%= config.bin %> policy eval - --policy policies --explain',
    },
    {
      description: 'As annotations of a pull request on GitHub',
      command: '<%= config.bin %> policy eval manifests --format github',
    },
    {
      description: 'As if for a cluster with these labels',
      command: '<%= config.bin %> policy eval manifests --cluster-labels environment=production',
    },
  ];
  static override strict = false;
  static override args = {
    path: textArgument({
      description: 'A file or folder with manifests, or several; - for the standard input.',
    }),
  };
  static override flags = {
    ...authorFlags,
    policy: Flags.string({
      char: 'p',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PATH',
      description: 'A file or folder with policies, or security-baseline for the shipped ones.',
    }),
    parameters: Flags.string({
      helpValue: 'FILE',
      description: 'A YAML or JSON file with what the policies see as input.parameters.',
    }),
    data: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PATH',
      description: 'A YAML or JSON file or folder that policies see as data.',
    }),
    namespace: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'Ask conftest policies of this package only; may hold *. [default: all]',
    }),
    combine: Flags.boolean({ description: 'Give conftest policies all documents as one input.' }),
    'cluster-labels': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'KEY=VALUE',
      description: 'A label of the cluster that the manifests are judged for.',
    }),
    ...allowFlag,
    ...regoVersionFlag,
    parser: Flags.option({ options: inputFormats })({
      description: 'The format of all files; without it, their names tell.',
    }),
    explain: Flags.boolean({ description: 'Say which expressions of which rule made each finding.' }),
    format: Flags.option({ options: ['text', 'github'] as const })({
      default: 'text',
      description: 'How findings are printed; --json prints them as data.',
    }),
    'fail-on-warn': Flags.boolean({ description: 'End with 1 for warnings and with 2 for failures.' }),
  };

  async run(): Promise<EvalDocument> {
    const { flags, argv } = await this.parse(PolicyEval);
    if (argv.length === 0) {
      throw new McpError('USAGE', 'there is nothing to judge', {
        hint: 'Name files or folders with manifests, or - for the standard input.',
      });
    }
    return this.withSession(flags, async (session) => {
      const files = new InputFiles();
      const { findings, lasting } = await evalFiles(
        {
          ...authorOptions(flags, session),
          paths: argv.map(String),
          standardInput: () => text(process.stdin),
          policies: flags.policy ?? [],
          data: flags.data ?? [],
          namespaces: flags.namespace ?? [],
          combine: flags.combine,
          parameters: flags.parameters,
          clusterLabels: readLabels(flags['cluster-labels'] ?? []),
          allow: flags.allow ?? [],
          regoVersion: flags['rego-version'],
          parser: flags.parser,
          explain: flags.explain,
          files,
        },
        session.context,
      );
      const lines =
        flags.format === 'github' ? githubAnnotations(findings) : findingLines(findings, session.style);
      const summary = summaryOf(findings);
      const code = exitCode(summary, flags['fail-on-warn']);
      return this.answer({ summary, findings }, lines, code, lasting ? files : undefined);
    });
  }
}

function readLabels(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new McpError('USAGE', `--cluster-labels is no KEY=VALUE: ${pair}`, {
        hint: 'Write it as --cluster-labels environment=production.',
      });
    }),
  );
}

function exitCode({ failed, warned }: EvalSummary, failOnWarn: boolean): ExitCode {
  if (!failOnWarn) return failed > 0 ? exitCodes.violations : exitCodes.clean;
  if (failed > 0) return 2;
  return warned > 0 ? exitCodes.violations : exitCodes.clean;
}
