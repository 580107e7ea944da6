import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const program = '/usr/sbin/sshd';

/** In CI the tests that need it must fail rather than be skipped. */
export const sshdIsMissing = !existsSync(program) && process.env['CI'] === undefined;

export interface GitSshServer {
  /** `ssh://<user>@127.0.0.1:<port>` */
  readonly origin: string;
  /** For GIT_SSH_COMMAND: the user's ssh with the key of this server. */
  readonly command: string;
  close(): Promise<void>;
}

/** Starts the real sshd on a loopback port for the current user; keys and settings lie in the folder. */
export async function startGitSshServer(folder: string): Promise<GitSshServer> {
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  for (const name of ['host', 'user']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
  }
  const port = await freePort();
  writeFileSync(
    join(folder, 'sshd_config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${join(folder, 'user.pub')}`,
      `PidFile ${join(folder, 'pid')}`,
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'UsePAM no',
      'StrictModes no',
      'AcceptEnv GIT_PROTOCOL',
      '',
    ].join('\n'),
  );
  const server = spawn(program, ['-D', '-e', '-f', join(folder, 'sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await listening(server.stderr);
  const options = [
    'IdentitiesOnly=yes',
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'BatchMode=yes',
  ];
  return {
    origin: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    command: [
      'ssh',
      '-F',
      '/dev/null',
      '-i',
      join(folder, 'user'),
      ...options.flatMap((option) => ['-o', option]),
    ].join(' '),
    close: async () => {
      const closed = new Promise((resolve) => server.once('close', resolve));
      server.kill();
      await closed;
    },
  };
}

async function listening(stderr: NodeJS.ReadableStream): Promise<void> {
  let text = '';
  const heard = new Promise<void>((resolve) => {
    stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Server listening')) resolve();
    });
  });
  const late = sleep(10_000, undefined, { ref: false }).then(() => {
    throw new Error(`sshd did not start: ${text}`);
  });
  await Promise.race([heard, late]);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
