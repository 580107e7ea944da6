import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { signedCommit } from '../../src/git/signed-commit.ts';
import { emptyTree } from '../../src/git/tree.ts';
import type { Signer } from '../../src/model/signer.ts';
import type { SigningConfig } from '../../src/model/workspace.ts';
import { openSigner } from '../../src/signing/open-signer.ts';
import { bareRepository, git, temporaryFolder } from '../support/git-repository.ts';
import { allowedSigners, endAgent, gpgHome, sshKey } from './keys.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);
const author = { name: 'mcp', email: 'mcp@localhost' };
const position = { file: 'mcp.yaml', line: 7, column: 5 };
const repository = bareRepository(at('fleet.git'));
const ed25519 = sshKey(folder.path, 'ed25519');
const ed25519Locked = sshKey(folder.path, 'ed25519', 'secret');
const rsa = sshKey(folder.path, 'rsa', '', '-b', '2048');
const ecdsa = sshKey(folder.path, 'ecdsa');
const pkcs8 = at('pkcs8.pem');
writeFileSync(pkcs8, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
const signers = allowedSigners(at('allowed'), { 'mcp@localhost': ed25519, 'rsa@x': rsa, 'ecdsa@x': ecdsa });
const gnupg = at('gnupg');
const fingerprint = gpgHome(gnupg);
const lockedGnupg = at('gnupg-locked');
const lockedFingerprint = gpgHome(lockedGnupg, 'secret');

afterAll(() => {
  endAgent(gnupg);
  endAgent(lockedGnupg);
  folder[Symbol.dispose]();
});

interface Given {
  readonly config?: SigningConfig | null;
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Without the keys, agents and settings of whoever runs the tests. */
function open({
  config = null,
  environment = {},
  signal = new AbortController().signal,
}: Given): Promise<Signer | null> {
  const { PATH } = process.env;
  const nobody = { PATH, HOME: folder.path, GIT_CONFIG_NOSYSTEM: '1' };
  return openSigner({
    config,
    author,
    directory: repository,
    environment: { ...nobody, ...environment },
    signal,
  });
}

const keyed = (key: string | null, format: 'ssh' | 'openpgp' = 'ssh'): Given => ({
  config: { from: 'key', format, key, position },
});

/** Settings of the user's git, as `git -c` would give them. */
function settings(values: Readonly<Record<string, string>>): Given {
  const pairs = Object.entries(values).flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, name],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  const environment = { GIT_CONFIG_COUNT: `${Object.keys(values).length}`, ...Object.fromEntries(pairs) };
  return { config: { from: 'git', position }, environment };
}

/** Puts a signed commit into a repository, and what `git verify-commit` says of it. */
async function verified(given: Given): Promise<string> {
  const signer = await open(given);
  const commit = await signedCommit(
    {
      tree: emptyTree.id,
      parents: [],
      author,
      time: new Date('2026-11-24T10:46:33Z'),
      message: 'Signed\n\nMcp-Run: 1\n',
    },
    signer,
  );
  const input = { cwd: repository, input: commit.body, encoding: 'utf8' } as const;
  const id = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], input).trim();
  expect(id).toBe(commit.id);
  const options = { cwd: repository, env: { ...process.env, GNUPGHOME: gnupg }, stdio: 'pipe' } as const;
  const args = ['-c', `gpg.ssh.allowedSignersFile=${signers}`, 'verify-commit', '--raw', id];
  execFileSync('git', ['hash-object', '-t', 'tree', '-w', '--stdin'], { cwd: repository, input: '' });
  git(repository, 'fsck', '--strict', '--no-dangling');
  execFileSync('git', args, options);
  return git(repository, '-c', `gpg.ssh.allowedSignersFile=${signers}`, 'log', '-1', '--show-signature', id);
}

describe('git verify-commit accepts', () => {
  test.each<[string, Given]>([
    ['ed25519 of a file, in process', keyed(ed25519)],
    ['ed25519 of MCP_SIGNING_KEY', { environment: { MCP_SIGNING_KEY: readFileSync(ed25519, 'utf8') } }],
    [
      'the variable before mcp.yaml',
      { ...keyed('/nowhere'), environment: { MCP_SIGNING_KEY_FILE: ed25519 } },
    ],
    ['rsa, by ssh-keygen', keyed(rsa)],
    ['ecdsa, by ssh-keygen', keyed(ecdsa)],
    ["the user's git: ssh", settings({ 'gpg.format': 'ssh', 'user.signingKey': ed25519 })],
  ])('%s', async (_, given) => {
    expect(await verified(given)).toMatch(
      /Good "git" signature for \S+@(x|localhost) with (RSA|ECDSA|ED25519) key/,
    );
  });

  test('a key that only an agent holds, named by its public half', async () => {
    const socket = at('agent.sock');
    const agent = execFileSync('ssh-agent', ['-s', '-a', socket], { encoding: 'utf8' });
    const id = Number(/SSH_AGENT_PID=(\d+)/.exec(agent)?.[1]);
    try {
      const environment = { SSH_AUTH_SOCK: socket };
      execFileSync('ssh-add', ['-q', ed25519], { env: { ...process.env, ...environment } });
      const publicKey = readFileSync(`${ed25519}.pub`, 'utf8').trim();
      writeFileSync(at('only.pub'), `${publicKey}\n`);
      const literal = settings({ 'gpg.format': 'ssh', 'user.signingKey': `key::${publicKey}` });
      const asked = settings({ 'gpg.format': 'ssh', 'gpg.ssh.defaultKeyCommand': 'ssh-add -L' });
      for (const given of [keyed(at('only.pub')), literal, asked])
        expect(await verified({ ...given, environment: { ...given.environment, ...environment } })).toContain(
          'Good "git"',
        );
    } finally {
      process.kill(id);
    }
  });

  test.each<[string, Given]>([
    ['of mcp.yaml', keyed(fingerprint, 'openpgp')],
    ['found by the author', keyed(null, 'openpgp')],
    ["of the user's git", settings({ 'commit.gpgSign': 'true', 'user.signingKey': fingerprint })],
  ])('an OpenPGP key %s', async (_, given) => {
    const environment = { ...given.environment, GNUPGHOME: gnupg };
    const commit = await verified({ ...given, environment });
    expect(commit).toContain('gpg: Signature made');
  });

  test('not what was changed after it was signed', async () => {
    const signer = await open(keyed(ed25519));
    const fields = { tree: emptyTree.id, parents: [], author, time: new Date(0) };
    const signed = await signedCommit({ ...fields, message: 'A\n' }, signer);
    const forged = Buffer.from(signed.body)
      .toString()
      .replace(/\nA\n$/, '\nB\n');
    const id = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], {
      cwd: repository,
      input: forged,
    });
    expect(() =>
      git(repository, '-c', `gpg.ssh.allowedSignersFile=${signers}`, 'verify-commit', id.toString().trim()),
    ).toThrow(/Could not verify|incorrect signature/i);
  });
});

test('the signature in process is, byte for byte, that of ssh-keygen', async () => {
  const signer = await open(keyed(ed25519));
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('git', 'mcp-report'),
      async (payload, namespace) => {
        const args = ['-Y', 'sign', '-q', '-n', namespace, '-f', ed25519];
        const theirs = execFileSync('ssh-keygen', args, { input: payload, encoding: 'utf8', stdio: 'pipe' });
        expect(await signer?.sign(payload, namespace)).toBe(theirs);
      },
    ),
    { numRuns: 8 },
  );
});

test('a key as openssl writes it', async () => {
  const signer = await open(keyed(pkcs8));
  writeFileSync(at('pkcs8.sig'), (await signer?.sign(Buffer.from('x'), 'n')) ?? '');
  const args = ['-Y', 'check-novalidate', '-n', 'n', '-s', at('pkcs8.sig')];
  const said = execFileSync('ssh-keygen', args, { input: 'x', encoding: 'utf8' });
  expect(said).toContain(`key ${signer?.keyName ?? ''}`);
  const publicKey = execFileSync('openssl', ['pkey', '-in', pkcs8, '-pubout', '-outform', 'DER']).subarray(
    -32,
  );
  const blob = Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20'), publicKey]);
  expect(signer?.keyName).toBe(
    `SHA256:${createHash('sha256').update(blob).digest('base64').replace('=', '')}`,
  );
});

test('without any setting nothing is signed', async () => {
  expect(await open({})).toBeNull();
});

describe('an error, and no word of the key, for', () => {
  const text = readFileSync(ed25519, 'utf8');
  const secret = text.split('\n')[3] ?? '';
  writeFileSync(at('damaged'), text.replace(secret, secret.toLowerCase()));
  writeFileSync(at('notes.txt'), 'nothing');
  writeFileSync(at('silent'), '#!/bin/sh\nexit 0\n');
  chmodSync(at('silent'), 0o755);

  test.each<[string, Given, string, string]>([
    ['no key at all', keyed(null), 'CONFIG_INVALID', 'there is no key to sign with'],
    ['a file that is not there', keyed(at('none')), 'CONFIG_INVALID', 'cannot be read'],
    ['a file that is no key', keyed(at('notes.txt')), 'CONFIG_INVALID', 'holds no SSH key'],
    ['a damaged key', keyed(at('damaged')), 'CONFIG_INVALID', 'holds no SSH key'],
    ['a passphrase and no agent', keyed(ed25519Locked), 'SIGNING_FAILED', 'ssh-keygen says'],
    ['a public key and no agent', keyed(`${ed25519Locked}.pub`), 'SIGNING_FAILED', 'ssh-keygen says'],
    ['an empty variable', { environment: { MCP_SIGNING_KEY: '' } }, 'USAGE', 'it is empty'],
    ['an empty variable', { environment: { MCP_SIGNING_KEY_FILE: '' } }, 'USAGE', 'it is empty'],
    [
      'both variables',
      { environment: { MCP_SIGNING_KEY: text, MCP_SIGNING_KEY_FILE: 'x' } },
      'USAGE',
      'is set too',
    ],
    [
      'the key where its path belongs',
      { environment: { MCP_SIGNING_KEY_FILE: text } },
      'USAGE',
      'not the path of one',
    ],
    [
      'a path where the key belongs',
      { environment: { MCP_SIGNING_KEY: ed25519 } },
      'USAGE',
      'holds no private key',
    ],
    [
      'rsa in the variable',
      { environment: { MCP_SIGNING_KEY: readFileSync(rsa, 'utf8') } },
      'USAGE',
      'not of the kind ed25519',
    ],
    [
      'a passphrase in the variable',
      { environment: { MCP_SIGNING_KEY: readFileSync(ed25519Locked, 'utf8') } },
      'USAGE',
      'has a passphrase',
    ],
    [
      'a fingerprint that gpg does not know',
      keyed('0123456789ABCDEF', 'openpgp'),
      'SIGNING_FAILED',
      'gpg says',
    ],
    [
      'git that is told not to sign',
      settings({ 'commit.gpgSign': 'false' }),
      'CONFIG_INVALID',
      'told not to sign',
    ],
    ['git without an SSH key', settings({ 'gpg.format': 'ssh' }), 'CONFIG_INVALID', 'no user.signingKey'],
    ['X.509', settings({ 'gpg.format': 'x509' }), 'CONFIG_UNSUPPORTED', 'x509'],
    [
      'a command that prints no key',
      settings({ 'gpg.format': 'ssh', 'gpg.ssh.defaultKeyCommand': at('silent') }),
      'CONFIG_INVALID',
      'prints no key',
    ],
    [
      'a program that is not there',
      settings({ 'gpg.format': 'ssh', 'user.signingKey': ed25519, 'gpg.ssh.program': '/nowhere/sign' }),
      'SIGNING_FAILED',
      'there is no program',
    ],
    [
      'a program that makes no signature',
      settings({ 'gpg.format': 'ssh', 'user.signingKey': ed25519, 'gpg.ssh.program': at('silent') }),
      'SIGNING_FAILED',
      'says',
    ],
  ])('%s', async (_, given, code, message) => {
    const error = await open(given).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secret.slice(0, 20));
  });

  test('an OpenPGP key whose passphrase nobody knows', async () => {
    const given = { ...keyed(lockedFingerprint, 'openpgp'), environment: { GNUPGHOME: lockedGnupg } };
    await expect(open(given)).rejects.toMatchObject({
      code: 'SIGNING_FAILED',
      message: expect.stringContaining('gpg says'),
    });
  });
});

test('an interruption ends what may be interrupted, and lets the record of the run be signed', async () => {
  const interruption = new AbortController();
  const signer = await open({ ...keyed(rsa), signal: interruption.signal });
  interruption.abort();
  const payload = Buffer.from('x');
  await expect(signer?.sign(payload, 'git', interruption.signal)).rejects.toMatchObject({
    code: 'INTERRUPTED',
  });
  await expect(signer?.sign(payload, 'git')).resolves.toContain('BEGIN SSH SIGNATURE');
  await expect(open({ ...keyed(rsa), signal: interruption.signal })).rejects.toMatchObject({
    code: 'INTERRUPTED',
  });
});

test('what stands in the .git of a clone names no program', async () => {
  git(repository, 'config', 'gpg.ssh.program', '/nowhere/evil');
  git(repository, 'config', 'user.signingKey', '/nowhere/key');
  await expect(open(settings({ 'gpg.format': 'ssh', 'user.signingKey': ed25519 }))).resolves.not.toBeNull();
});
