import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitEnvironment, runGit } from './git-process.ts';
import type { HttpLocation } from './location.ts';
import { findInNetrc } from './netrc.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * The credentials that need no asking: those in the URL, then `MCP_GIT_USERNAME` with `MCP_GIT_PASSWORD` or
 * `MCP_GIT_TOKEN`. The variables go to the host of `MCP_GIT_HOST` alone when that is set, so that a policy repository
 * cannot send them elsewhere by naming another delivery repository.
 */
export function givenCredentials(location: HttpLocation, environment: NodeJS.ProcessEnv): Credentials | null {
  const host = environment['MCP_GIT_HOST'] ?? '';
  const forThisHost = host === '' || host === new URL(location.url).host;
  const secret = forThisHost ? (environment['MCP_GIT_PASSWORD'] ?? environment['MCP_GIT_TOKEN'] ?? '') : '';
  if (location.password !== null) return { username: location.username ?? '', password: location.password };
  if (secret === '') return null;
  return {
    username: location.username ?? environment['MCP_GIT_USERNAME'] ?? 'x-access-token',
    password: secret,
  };
}

/** What the user's `.netrc` says of this host, where curl looks for it on behalf of git. */
export async function netrcCredentials(
  location: HttpLocation,
  environment: NodeJS.ProcessEnv,
): Promise<Credentials | null> {
  const home = environment['HOME'] ?? '';
  if (home === '') return null;
  const text = await readFile(join(home, '.netrc'), 'utf8').catch(() => '');
  return findInNetrc(text, new URL(location.url).hostname, location.username);
}

/** Asks the user's credential helpers, without a prompt; null when they know nothing. */
export async function askHelper(
  location: HttpLocation,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<Credentials | null> {
  const { code, stdout } = await runGit(['credential', 'fill'], {
    environment: gitEnvironment(environment),
    input: description(location),
    signal,
  });
  const username = /^username=(.*)$/m.exec(stdout.toString())?.[1];
  const password = /^password=(.*)$/m.exec(stdout.toString())?.[1];
  return code === 0 && username !== undefined && password !== undefined ? { username, password } : null;
}

/** Tells the helpers whether their answer was right, so that they keep or forget it. */
export async function tellHelper(
  verdict: 'approve' | 'reject',
  location: HttpLocation,
  { username, password }: Credentials,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  await runGit(['credential', verdict], {
    environment: gitEnvironment(environment),
    input: `${description(location)}username=${username}\npassword=${password}\n`,
  });
}

export function basicHeader({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function description(location: HttpLocation): string {
  const url = new URL(location.url);
  const user =
    location.username === null || /\p{Cc}/u.test(location.username) ? '' : `username=${location.username}\n`;
  return `protocol=${url.protocol.slice(0, -1)}\nhost=${url.host}\npath=${url.pathname.slice(1)}\n${user}`;
}
