import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { openSource } from '../../src/git/open-source.ts';
import type { TrustedSigners } from '../../src/git/require-signed.ts';
import { startGitHttpServer } from '../support/git-http-server.ts';
import { git, repositoryWith, temporaryFolder, writeFiles } from '../support/git-repository.ts';
import { allowedSigners, endAgent, gpgHome, sshKey } from '../signing/keys.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);
const repository = repositoryWith(at('policy'), { 'mcp.yaml': 'a' });
const known = sshKey(folder.path, 'ed25519');
const unknown = sshKey(folder.path, 'ecdsa');
const alice = allowedSigners(at('alice'), { 'alice@example.com': known });
const home = at('gnupg');
const fingerprint = gpgHome(home);
const gpg = (...args: string[]) =>
  execFileSync('gpg', ['--homedir', home, '--batch', '--yes', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
gpg('--output', at('keyring'), '--export', fingerprint);

afterAll(() => {
  endAgent(home);
  folder[Symbol.dispose]();
});

const ssh: TrustedSigners = { allowedSigners: alice, keyring: null };
const openpgp: TrustedSigners = { allowedSigners: null, keyring: at('keyring') };
const open = (signers: TrustedSigners, more: Partial<Parameters<typeof openSource>[0]> = {}) =>
  openSource({
    ...{ repository, cacheDirectory: at('cache'), signers },
    environment: { ...process.env, GNUPGHOME: home },
    ...more,
  });
const refusal = (message: string) => ({
  code: 'SOURCE_UNTRUSTED',
  message: expect.stringMatching(`^The commit ${git(repository, 'rev-parse', 'HEAD')} of .*${message}`),
});

let serial = 0;
/** A commit of the test's own, signed by an SSH key; null: not signed. */
function commit(key: string | null): void {
  serial += 1;
  writeFiles(repository, { 'serial.txt': `${serial}` });
  git(repository, 'add', '--all');
  const sign = key === null ? ['--no-gpg-sign'] : ['-S'];
  git(
    repository,
    ...['-c', 'gpg.ssh.program=ssh-keygen', '-c', 'gpg.format=ssh'],
    '-c',
    `user.signingKey=${key}`,
    'commit',
    '--quiet',
    ...sign,
    '-m',
    'Change',
  );
}

function commitByGpg(...settings: string[]): void {
  serial += 1;
  writeFiles(repository, { 'serial.txt': `${serial}` });
  const script = `#!/bin/sh\nexec gpg --homedir ${home} ${settings.join(' ')} "$@"\n`;
  writeFileSync(at('gpg.sh'), script, { mode: 0o755 });
  const program = ['-c', `gpg.program=${at('gpg.sh')}`, '-c', `user.signingKey=${fingerprint}`];
  git(repository, ...program, 'commit', '--quiet', '--all', '-S', '-m', 'Change');
}

describe('a source with trusted signers', () => {
  test('is read when one of them signed the commit, by SSH', async () => {
    commit(known);
    expect((await open(ssh)).files.map(({ path }) => path)).toEqual(['mcp.yaml', 'serial.txt']);
    await expect(open({ ...ssh, keyring: at('keyring') })).resolves.toBeDefined();
  });

  test('is not read from a work tree that differs from the signed commit', async () => {
    await expect(open(ssh, { worktree: true })).resolves.toBeDefined();
    writeFiles(repository, { 'mcp.yaml': 'b' });
    await expect(open(ssh, { worktree: true })).rejects.toMatchObject({ code: 'SOURCE_UNTRUSTED' });
    git(repository, 'checkout', '--quiet', '.');
  });

  test('is read from a URL', async () => {
    git(folder.path, 'clone', '--quiet', '--bare', repository, at('served.git'));
    const server = await startGitHttpServer(folder.path);
    try {
      const url = `${server.origin}/served.git`;
      await expect(open(ssh, { repository: url })).resolves.toBeDefined();
      await expect(open(openpgp, { repository: url })).rejects.toMatchObject({ code: 'SOURCE_UNTRUSTED' });
    } finally {
      await server.close();
    }
  });

  test('is not read unless somebody signed it', async () => {
    commit(null);
    await expect(open(ssh)).rejects.toMatchObject(refusal('is not signed'));
  });

  test('is not read when an unknown key signed it, whatever the .git of the clone says', async () => {
    commit(unknown);
    await expect(open(ssh)).rejects.toMatchObject(refusal('is not among the signers'));
    git(
      repository,
      'config',
      'gpg.ssh.allowedSignersFile',
      allowedSigners(at('mallory'), { 'm@x': unknown }),
    );
    git(repository, 'config', 'gpg.ssh.program', '/bin/true');
    git(repository, 'config', 'gpg.program', '/bin/true');
    await expect(open(ssh)).rejects.toMatchObject(refusal('is not among the signers'));
    await expect(open(openpgp)).rejects.toMatchObject({ code: 'SOURCE_UNTRUSTED' });
  });

  test('is not read when a signature was carried over to another commit', async () => {
    commit(known);
    const forged = execFileSync('git', ['cat-file', 'commit', 'HEAD'], {
      cwd: repository,
      encoding: 'utf8',
    }).replace('Change', 'Chance');
    const id = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], {
      cwd: repository,
      input: forged,
      encoding: 'utf8',
    }).trim();
    await expect(open(ssh, { ref: id })).rejects.toMatchObject({
      code: 'SOURCE_UNTRUSTED',
      message: expect.stringContaining(id),
    });
    git(repository, 'replace', id, 'HEAD');
    await expect(open(ssh, { ref: id })).rejects.toMatchObject({ code: 'SOURCE_UNTRUSTED' });
  });

  test('is not read when the key was not valid at the time of the commit', async () => {
    const line = readFileSync(`${known}.pub`, 'utf8');
    for (const [period, isValid] of [
      ['valid-before="20261001"', false],
      ['valid-after="20261201"', false],
      ['valid-after="20261001",valid-before="20261201"', true],
      ['namespaces="file"', false],
    ] as const) {
      writeFileSync(at('period'), `alice@example.com ${period} ${line}`);
      const opening = open({ allowedSigners: at('period'), keyring: null });
      if (isValid) await expect(opening).resolves.toBeDefined();
      else await expect(opening).rejects.toMatchObject(refusal('(not among the signers|that does not hold)'));
    }
  });

  test('is read when one of them signed the commit, by OpenPGP; the keyring of the user does not count', async () => {
    commitByGpg();
    await expect(open(openpgp)).resolves.toBeDefined();
    await expect(open(ssh)).rejects.toMatchObject(refusal('is not among the signers'));
  });

  test('is not read when the OpenPGP signature has expired, or the key has expired or was revoked', async () => {
    commitByGpg('--default-sig-expire', 'seconds=1');
    const shortLived = git(repository, 'rev-parse', 'HEAD');
    commitByGpg();
    gpg('--quick-set-expire', fingerprint, 'seconds=1');
    gpg('--output', at('expiring'), '--export', fingerprint);
    const revocation = readFileSync(join(home, 'openpgp-revocs.d', `${fingerprint}.rev`), 'utf8');
    writeFileSync(at('revocation'), revocation.replace(':-----BEGIN', '-----BEGIN'));
    gpg('--quick-set-expire', fingerprint, '0');
    gpg('--import', at('revocation'));
    gpg('--output', at('revoked'), '--export', fingerprint);
    await setTimeout(1100);
    await expect(open(openpgp, { ref: shortLived })).rejects.toMatchObject({
      code: 'SOURCE_UNTRUSTED',
      message: expect.stringContaining('that has expired'),
    });
    await expect(open(openpgp)).resolves.toBeDefined();
    for (const [keyring, message] of [
      ['expiring', 'which has expired'],
      ['revoked', 'which was revoked'],
    ] as const)
      await expect(open({ ...openpgp, keyring: at(keyring) })).rejects.toMatchObject(refusal(message));
  });

  test('says so when the keyring holds no keys', async () => {
    writeFileSync(at('empty'), '');
    await expect(open({ allowedSigners: null, keyring: at('empty') })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });
});
