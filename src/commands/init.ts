import * as Flags from '@oclif/core/flags';
import { McpCommand } from '../cli/mcp-command.ts';
import { textArgument } from '../cli/text-argument.ts';
import { init, pipelines } from '../pipeline/init.ts';
import type { InitResult } from '../pipeline/init.ts';
import { visible } from '../runtime/visible.ts';

export default class Init extends McpCommand {
  static override summary =
    'Write a policy repository: the shipped baseline, sample clusters and CI workflows.';
  static override description =
    'Makes the folder a git repository where it is in none. Nothing that exists is written over. Without --repository the fleet repository is a bare one beside the folder, made if it is not there: good to try things out.';
  static override examples = [
    { description: 'Try it out in a new folder', command: '<%= config.bin %> init policy' },
    {
      description: 'With your fleet repository, for GitHub Actions alone',
      command: '<%= config.bin %> init acme --repository https://git.example.com/acme/fleet.git --ci github',
    },
  ];
  static override args = { folder: textArgument({ default: '.', description: 'The folder to write into.' }) };
  static override flags = {
    name: Flags.string({ description: 'The name of the fleet. [default: the name of the folder]' }),
    repository: Flags.string({
      helpValue: 'PATH|URL',
      description: 'The fleet repository, which holds the branches of the clusters.',
    }),
    ci: Flags.option({ options: [...pipelines, 'none'] as const, multiple: true, multipleNonGreedy: true })({
      description: 'The workflows to write. [default: all]',
    }),
  };

  async run(): Promise<InitResult> {
    const { args, flags } = await this.parse(Init);
    const asked = flags.ci ?? pipelines;
    const result = await init({
      directory: args.folder,
      name: flags.name,
      repository: flags.repository,
      pipelines: pipelines.filter((pipeline) => asked.includes(pipeline)),
    });
    for (const file of result.files) this.log(visible(file));
    const fleet = `${result.repository}${result.madeRepository ? ' (made, empty)' : ''}`;
    const steps =
      args.folder === '.' ? 'mcp policy plan --worktree' : `mcp policy plan --worktree -C ${args.folder}`;
    this.log(`\nThe fleet ${result.name} delivers to ${visible(fleet)}. Next: ${visible(steps)}`);
    return result;
  }
}
