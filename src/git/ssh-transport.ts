import { basename } from 'node:path';
import type { McpError } from '../model/error.ts';
import { gitEnvironment, runGit } from './git-process.ts';
import type { SshLocation } from './location.ts';
import type { LocalTransportOptions } from './local-transport.ts';
import { converse } from './process-transport.ts';
import { authError, serverText, unreachableError } from './remote-error.ts';
import type { ServiceName, Transport } from './transport.ts';

interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Whether it knows OpenSSH's options. */
  readonly openSsh: boolean;
}

/**
 * A repository behind the user's own ssh, with the user's keys, agent and configuration. `GIT_SSH_COMMAND`,
 * `core.sshCommand` and `GIT_SSH` count as they do for git, in this order.
 */
export function sshTransport(
  location: SshLocation,
  { environment, idleTimeout, agent }: LocalTransportOptions,
): Transport {
  const { url } = location;
  let command: Promise<Command> | null = null;
  return {
    url,
    agent,
    open: async (service, signal) => {
      command ??= sshCommand(environment);
      const { file, args, openSsh } = await command;
      const version2 = service === 'git-upload-pack';
      const program = {
        file,
        args: [...args, ...sshArguments(location, service, openSsh)],
        environment: gitEnvironment(environment, version2 ? { GIT_PROTOCOL: 'version=2' } : {}),
        explain: (code: number, stderr: string) => explain(url, code, stderr),
      };
      return converse(program, { url, service, idleTimeout, signal });
    },
    gitEnvironment: () => ({}),
    close: () => {
      // Every conversation ends its own program.
    },
  };
}

async function sshCommand(environment: NodeJS.ProcessEnv): Promise<Command> {
  const line = environment['GIT_SSH_COMMAND'] ?? (await configuredCommand(environment));
  if (line !== '') {
    // By definition a line for the shell, and the user's own, as in git's connect.c; host and path never become part of it.
    const program = /^\s*(?:"([^"]+)"|'([^']+)'|(\S+))/.exec(line);
    const name = basename(program?.[1] ?? program?.[2] ?? program?.[3] ?? '');
    return { file: 'sh', args: ['-c', `${line} "$@"`, line], openSsh: name === 'ssh' };
  }
  const file = environment['GIT_SSH'] ?? 'ssh';
  return { file, args: [], openSsh: basename(file) === 'ssh' };
}

async function configuredCommand(environment: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await runGit(['config', '--get', 'core.sshCommand'], {
    environment: gitEnvironment(environment),
  });
  return stdout.toString().trim();
}

/** Exported for its own tests: the arguments of ssh up to the remote command. */
export function sshArguments(
  location: SshLocation,
  service: ServiceName,
  openSsh: boolean,
): readonly string[] {
  return [
    ...(openSsh && service === 'git-upload-pack' ? ['-o', 'SendEnv=GIT_PROTOCOL'] : []),
    ...(location.port === null ? [] : ['-p', String(location.port)]),
    location.destination,
    `${service} ${shellQuote(location.path)}`,
  ];
}

/** Quotes for the shell on the other side, as git's sq_quote_buf does. */
function shellQuote(text: string): string {
  return `'${text.replace(/['!]/g, "'\\$&'")}'`;
}

/** ssh itself fails with 255; any other code is that of the remote git. */
function explain(url: string, code: number, stderr: string): McpError {
  // Banners and warnings come first, the reason comes last.
  const text = serverText(stderr.split('\n').slice(-3).join('\n'));
  if (code === 255 && /permission denied|host key verification failed|authentication/i.test(stderr)) {
    return authError(url, text);
  }
  return unreachableError(url, text === '' ? `ssh ended with code ${code}` : text, {
    transient: code === 255,
  });
}
