import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { McpError } from '../model/error.ts';
import type { ObjectId } from '../model/git.ts';
import { gitEnvironment, runGit, runProgram } from './git-process.ts';
import { serverText } from './remote-error.ts';

/** Whose signatures count; at least one of the two. */
export interface TrustedSigners {
  /** A file as ssh-keygen(1) describes it below ALLOWED SIGNERS. */
  readonly allowedSigners: string | null;
  /** OpenPGP public keys, as `gpg --export` writes them. */
  readonly keyring: string | null;
}

export interface SignedCommit {
  readonly gitDirectory: string;
  readonly commit: ObjectId;
  /** Of the repository, for people. */
  readonly url: string;
}

/**
 * Makes sure that a commit is signed by one of these signers, as git judges it. Nothing of the repository, its `.git` and the
 * user's own keyring has a say in whom to trust. A period in the allowed signers is compared with the date of the commit.
 *
 * @throws McpError SOURCE_UNTRUSTED for any other commit; USAGE for signers that cannot be read; GIT_UNAVAILABLE
 */
export async function requireSigned(
  { gitDirectory, commit, url }: SignedCommit,
  { allowedSigners, keyring }: TrustedSigners,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'mcp-signers-'));
  try {
    const own = gitEnvironment(environment, { GNUPGHOME: home, GIT_NO_REPLACE_OBJECTS: '1' });
    if (keyring !== null) await importKeys(keyring, home, own, signal);
    const settings = {
      'gpg.program': 'gpg',
      'gpg.ssh.program': 'ssh-keygen',
      // What is not there fails: mcp trusts no authorities for X.509.
      'gpg.x509.program': '/dev/null',
      'gpg.ssh.allowedSignersFile': allowedSigners ?? '/dev/null',
      'log.showSignature': 'false',
    };
    const { code, stdout, stderr } = await runGit(
      [
        `--git-dir=${gitDirectory}`,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ...['show', '--no-patch', '--format=%G?%x00%GS%x00%GK', commit],
      ],
      { environment: own, signal },
    );
    const [verdict = '', signer = '', key = ''] = code === 0 ? stdout.toString().trim().split('\0') : [];
    if (verdict !== 'G') throw untrusted(commit, url, reasonOf(verdict, signer || key, serverText(stderr)));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Into a home of its own, where every key is trusted: those that are not meant are not there. */
async function importKeys(
  keyring: string,
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal | undefined,
): Promise<void> {
  await writeFile(join(home, 'gpg.conf'), 'trust-model always\nno-auto-key-retrieve\n');
  const args = ['--batch', '--no-autostart', '--quiet', '--import', '--', keyring];
  const { code, stderr } = await runProgram('gpg', args, { environment, signal, detached: true });
  if (code === 0) return;
  throw new McpError('USAGE', `gpg cannot read keys from ${JSON.stringify(keyring)}: ${serverText(stderr)}`, {
    hint: 'Give a file of public keys, as `gpg --export` writes it.',
  });
}

/** By what git calls `%G?` (git-log(1)). */
function reasonOf(verdict: string, by: string, detail: string): string {
  const key = by === '' ? 'a key' : `the key of ${serverText(by)}`;
  switch (verdict) {
    case 'N':
      return 'is not signed';
    case 'B':
      return `has a signature of ${key} that does not hold`;
    case 'U':
      return `is signed by ${key}, which is not among the signers, or was not at the time of the commit`;
    case 'X':
      return `has a signature of ${key} that has expired`;
    case 'Y':
      return `is signed by ${key}, which has expired`;
    case 'R':
      return `is signed by ${key}, which was revoked`;
    default:
      return `is signed by ${key}, which is not among the signers${detail === '' ? '' : ` (${detail})`}`;
  }
}

function untrusted(commit: ObjectId, url: string, reason: string): McpError {
  return new McpError(
    'SOURCE_UNTRUSTED',
    `The commit ${commit} of ${url} ${reason}. Nothing was read from it.`,
    {
      hint: 'Find out who made it. If it is meant: let a known signer sign a commit on top, or add the signer to the list.',
    },
  );
}

/** What no commit holds, nobody has signed. */
export function untrustedWorkTree(url: string): McpError {
  return new McpError(
    'SOURCE_UNTRUSTED',
    `The work tree of ${url} differs from its commit: nobody signed that`,
    { hint: 'Commit and sign first, or leave out --worktree.' },
  );
}
