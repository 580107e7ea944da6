import { readFile } from 'node:fs/promises';
import type { Signer } from '../model/signer.ts';
import type { SigningConfig } from '../model/workspace.ts';
import { expandHome } from '../runtime/expand-home.ts';
import { dsseSigner } from './dsse.ts';
import { fingerprint, readPrivateKey } from './ed25519-key.ts';
import type { Ed25519Key } from './ed25519-key.ts';
import { readGitSigning } from './git-signing.ts';
import type { GitSigning } from './git-signing.ts';
import { gpgSigner, sshSigner } from './program-signer.ts';
import { sshSignature } from './ssh-signature.ts';
import { wrongKey } from './signing-error.ts';
import type { KeyOrigin } from './signing-error.ts';

export interface SignerOptions {
  /** What `spec.delivery.signing` says. */
  readonly config: SigningConfig | null;
  /** By which gpg finds a key when none is named, as git does. */
  readonly author: { readonly name: string; readonly email: string };
  /** Where git's settings are asked for. */
  readonly directory: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * The signer of a run, which is known to work: a key that is missing, locked or of the wrong kind is told here. The key of
 * `MCP_SIGNING_KEY` or `MCP_SIGNING_KEY_FILE` goes before what mcp.yaml says. Null: nothing is to be signed.
 *
 * @throws McpError USAGE, CONFIG_INVALID, CONFIG_UNSUPPORTED for a key that cannot be right, SIGNING_FAILED for one that
 * cannot be used now
 */
export async function openSigner(options: SignerOptions): Promise<Signer | null> {
  const { config, author, environment } = options;
  const given = givenKey(environment);
  if (given !== null)
    return 'text' in given ? textSigner(given.text) : await fileSigner(given.file, fileVariable, options);
  if (config === null) return null;
  const { format, key, program, origin } = await keyOf(config, options);
  if (format === 'openpgp') {
    const name = key ?? `${author.name} <${author.email}>`;
    return await gpgSigner(name, { ...options, origin, program: expandHome(program ?? 'gpg') });
  }
  if (key === null) {
    const hint =
      'Name the file of a private key, or give the key in MCP_SIGNING_KEY or MCP_SIGNING_KEY_FILE.';
    throw wrongKey(origin, 'there is no key to sign with', hint);
  }
  const publicKey = /^(?:key::)?((?:ssh|sk-ssh|ecdsa|sk-ecdsa)-\S+ \S+)/.exec(key)?.[1];
  const tools = { ...options, origin, program: expandHome(program ?? 'ssh-keygen') };
  if (publicKey !== undefined) return await sshSigner({ publicKey }, nameOf(publicKey), tools);
  return program === null
    ? await fileSigner(key, origin, options)
    : await sshSigner({ file: expandHome(key) }, key, tools);
}

async function keyOf(config: SigningConfig, options: SignerOptions): Promise<GitSigning> {
  const { position } = config;
  if (config.from === 'git') return await readGitSigning({ ...options, position });
  const { format, key } = config;
  return { format, key, program: null, origin: { name: 'spec.delivery.signing.key', position } };
}

const textVariable: KeyOrigin = { name: 'MCP_SIGNING_KEY' };
const fileVariable: KeyOrigin = { name: 'MCP_SIGNING_KEY_FILE' };

/** A secret that a pipeline does not have arrives as an empty variable: that must not mean "unsigned". */
function givenKey(
  environment: NodeJS.ProcessEnv,
): { readonly text: string } | { readonly file: string } | null {
  const { [textVariable.name]: text, [fileVariable.name]: file } = environment;
  if (text === '' || file === '')
    throw wrongKey(
      text === '' ? textVariable : fileVariable,
      'it is empty',
      'Give the key, or unset the variable.',
    );
  if (text !== undefined && file !== undefined)
    throw wrongKey(textVariable, 'MCP_SIGNING_KEY_FILE is set too', 'Give the key in one of them.');
  if (text !== undefined) return { text };
  return file === undefined ? null : { file };
}

/** Never written to a file for another program to read, so it has to be one that mcp signs with by itself. */
function textSigner(text: string): Signer {
  const key = readPrivateKey(text);
  if (typeof key !== 'string') return inProcess(key);
  const reasons = {
    encrypted: 'the key has a passphrase',
    other: 'the key is not of the kind ed25519',
    none: 'it holds no private key',
  };
  const hint =
    'Give the whole text of an ed25519 key without passphrase; other keys go into MCP_SIGNING_KEY_FILE.';
  throw wrongKey(textVariable, reasons[key], hint);
}

async function fileSigner(file: string, origin: KeyOrigin, options: SignerOptions): Promise<Signer> {
  if (file.includes('PRIVATE KEY') || file.includes('\n'))
    throw wrongKey(
      origin,
      'it holds a key, not the path of one',
      'Give the path; the text goes into MCP_SIGNING_KEY.',
    );
  const text = await readFile(expandHome(file), 'utf8').catch(() => null);
  if (text === null)
    throw wrongKey(origin, `the file ${JSON.stringify(file)} cannot be read`, 'Check path and rights.');
  const key = readPrivateKey(text);
  if (typeof key !== 'string') return inProcess(key);
  if (key === 'none' && !/^(sk-)?(ssh|ecdsa)-\S+ \S/.test(text))
    throw wrongKey(
      origin,
      `${JSON.stringify(file)} holds no SSH key`,
      'Name the private key, as ssh-keygen made it.',
    );
  const keyName = key === 'none' ? nameOf(text) : file;
  return await sshSigner({ file: expandHome(file) }, keyName, { ...options, origin, program: 'ssh-keygen' });
}

function inProcess(key: Ed25519Key): Signer {
  const keyName = fingerprint(key.publicBlob);
  return {
    keyName,
    sign: (payload, namespace) => Promise.resolve(sshSignature(key, payload, namespace)),
    dsse: dsseSigner(key.privateKey, keyName),
  };
}

/** Of a public key as it stands in a `.pub` file. */
function nameOf(publicKey: string): string {
  return fingerprint(Buffer.from(publicKey.split(' ')[1] ?? '', 'base64'));
}
