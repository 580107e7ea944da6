import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { McpError } from '../model/error.ts';
import { gitEnvironment, runProgram } from '../git/git-process.ts';
import type { ProcessResult } from '../git/git-process.ts';
import { serverText } from '../git/remote-error.ts';
import type { Signer } from '../model/signer.ts';
import { cannotSign } from './signing-error.ts';
import type { KeyOrigin } from './signing-error.ts';

export interface ProgramOptions {
  readonly program: string;
  readonly origin: KeyOrigin;
  readonly environment: NodeJS.ProcessEnv;
  /** Ends the trial. */
  readonly signal: AbortSignal;
}

/** Milliseconds for one signature: an agent may ask its user. */
const patience = 60_000;

/**
 * Signs by gpg, called as git calls it, with a key of its keyring.
 *
 * @param key what `gpg -u` takes
 */
export function gpgSigner(key: string, options: ProgramOptions): Promise<Signer> {
  return tried(key, options, async (payload, _, signal) => {
    const { code, stdout, stderr } = await run(['--status-fd=2', '-bsau', key], payload, options, signal);
    if (code === 0 && /^\[GNUPG:\] SIG_CREATED /m.test(stderr)) return stdout.toString();
    throw failed(
      options,
      stderr,
      'Look at `gpg --list-secret-keys`, and whether gpg-agent knows the passphrase.',
    );
  });
}

/** A key for ssh-keygen: the file of a private or public key, or the text of a public key whose private one an agent holds. */
export type SshKeyPlace = { readonly file: string } | { readonly publicKey: string };

/** Signs by `ssh-keygen -Y sign`, called as git calls it; an agent that holds the key is asked before the file is read. */
export function sshSigner(key: SshKeyPlace, keyName: string, options: ProgramOptions): Promise<Signer> {
  return tried(keyName, options, async (payload, namespace, signal) => {
    const folder = await mkdtemp(join(tmpdir(), 'mcp-sign-'));
    try {
      const [message, publicKey] = [join(folder, 'message'), join(folder, 'key.pub')];
      await writeFile(message, payload);
      if ('publicKey' in key) await writeFile(publicKey, `${key.publicKey}\n`);
      const keyFile = 'file' in key ? key.file : publicKey;
      const { code, stderr } = await run(
        ['-Y', 'sign', '-n', namespace, '-f', keyFile, message],
        '',
        options,
        signal,
      );
      const signature = code === 0 ? await readFile(`${message}.sig`, 'utf8').catch(() => '') : '';
      if (signature !== '') return signature;
      throw failed(
        options,
        stderr,
        'Add the key to an agent (`ssh-add`), or use an ed25519 key without passphrase.',
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** A signer that has signed once, and runs no more programs at a time than there are cores. */
async function tried(
  keyName: string,
  { signal: ofTrial }: ProgramOptions,
  sign: Signer['sign'],
): Promise<Signer> {
  await sign(Buffer.from('mcp asks whether it can sign'), 'mcp-trial', ofTrial);
  const { bulkhead } = await import('cockatiel');
  const gate = bulkhead(availableParallelism(), Number.MAX_SAFE_INTEGER);
  return {
    keyName,
    sign: (payload, namespace, signal) => gate.execute(() => sign(payload, namespace, signal)),
    dsse: null,
  };
}

async function run(
  args: readonly string[],
  input: string | Uint8Array,
  { program, origin, environment }: ProgramOptions,
  signal: AbortSignal | undefined,
): Promise<ProcessResult> {
  const end = AbortSignal.timeout(patience);
  try {
    return await runProgram(program, args, {
      environment: gitEnvironment(environment, { SSH_ASKPASS_REQUIRE: 'never' }),
      input,
      signal: signal === undefined ? end : AbortSignal.any([signal, end]),
      detached: true,
    });
  } catch (error) {
    if (end.aborted && signal?.aborted !== true)
      throw cannotSign(origin, `${program} took more than a minute`, 'Sign something with it by hand first.');
    if (error instanceof McpError && error.code === 'GIT_UNAVAILABLE')
      throw cannotSign(
        origin,
        `there is no program ${JSON.stringify(program)}`,
        'Install it, or use an ed25519 key.',
      );
    throw error;
  }
}

function failed({ program, origin }: ProgramOptions, stderr: string, hint: string): McpError {
  const said = stderr.split('\n').filter((line) => !line.startsWith('[GNUPG:]'));
  return cannotSign(origin, `${program} says: ${serverText(said.join(' ')).slice(0, 300)}`, hint);
}
