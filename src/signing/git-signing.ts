import { McpError } from '../model/error.ts';
import { gitEnvironment, runGit, runProgram } from '../git/git-process.ts';
import { expandHome } from '../runtime/expand-home.ts';
import { isOff } from '../git/is-off.ts';
import { wrongKey } from './signing-error.ts';
import type { KeyOrigin } from './signing-error.ts';

/** What git's configuration says of signing. */
export interface GitSigning {
  readonly format: 'ssh' | 'openpgp';
  /** As git takes it for this format; null: gpg finds it by the name of the author. */
  readonly key: string | null;
  /** Null: the usual one. */
  readonly program: string | null;
  readonly origin: KeyOrigin;
}

interface Options {
  /** Of which git reads the user's settings: they may differ by place (`includeIf`). */
  readonly directory: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly position: KeyOrigin['position'];
}

/**
 * How git would sign for this user. Settings of the machine, the user and the environment count; those in the `.git` of a
 * clone do not, because they name programs, and a clone may come from anybody.
 *
 * @throws McpError CONFIG_INVALID, CONFIG_UNSUPPORTED
 */
export async function readGitSigning(options: Options): Promise<GitSigning> {
  const settings = await readSettings(options);
  const origin = { name: 'spec.delivery.signing: git', position: options.position };
  if (isOff(settings.get('commit.gpgsign') ?? ''))
    throw wrongKey(origin, 'git is told not to sign (commit.gpgSign)', 'Change one of the two.');
  const format = settings.get('gpg.format') ?? 'openpgp';
  const key = settings.get('user.signingkey') ?? null;
  if (format === 'openpgp') {
    const program = settings.get('gpg.openpgp.program') ?? settings.get('gpg.program') ?? null;
    return { format, key, program, origin };
  }
  if (format !== 'ssh') {
    throw new McpError('CONFIG_UNSUPPORTED', `gpg.format of git is ${JSON.stringify(format)}`, {
      position: options.position,
      hint: 'mcp signs with ssh and openpgp.',
    });
  }
  const program = settings.get('gpg.ssh.program') ?? null;
  const command = settings.get('gpg.ssh.defaultkeycommand') ?? '';
  return { format, key: key ?? (await defaultKey(command, origin, options)), program, origin };
}

async function readSettings({
  directory,
  environment,
  signal,
}: Options): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await runGit(
    [
      'config',
      '--null',
      '--show-scope',
      '--get-regexp',
      String.raw`^(commit\.gpgsign|gpg\..*|user\.signingkey)$`,
    ],
    { environment: gitEnvironment(environment), signal, ...(directory === undefined ? {} : { directory }) },
  );
  const settings = new Map<string, string>();
  const parts = stdout.toString().split('\0');
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [name = '', ...value] = (parts[at + 1] ?? '').split('\n');
    if (parts[at] !== 'local' && parts[at] !== 'worktree') settings.set(name, value.join('\n'));
  }
  return settings;
}

/** The first key that the user's command prints, such as `ssh-add -L`. */
async function defaultKey(
  command: string,
  origin: KeyOrigin,
  { environment, signal }: Options,
): Promise<string> {
  const [program = '', ...args] = command.split(/\s+/).filter(Boolean);
  if (program === '')
    throw wrongKey(origin, 'git has no user.signingKey', 'Set it, or gpg.ssh.defaultKeyCommand.');
  if (/["'\\]/.test(command))
    throw wrongKey(origin, 'gpg.ssh.defaultKeyCommand of git has quotes', 'Name a script without arguments.');
  const place = expandHome(program);
  const { stdout } = await runProgram(place, args, { environment: gitEnvironment(environment), signal });
  const line = stdout
    .toString()
    .split('\n')
    .find((each) => /^(key::|ssh-)/.test(each));
  if (line !== undefined) return line;
  throw wrongKey(origin, 'gpg.ssh.defaultKeyCommand of git prints no key', 'Run it: is the agent there?');
}
