import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes an SSH key pair; the path of the private one. */
export function sshKey(folder: string, kind: string, passphrase = '', ...more: readonly string[]): string {
  const path = join(folder, `${kind}${passphrase === '' ? '' : '-locked'}`);
  execFileSync('ssh-keygen', ['-q', '-t', kind, '-N', passphrase, '-C', 'mcp test', ...more, '-f', path]);
  return path;
}

/** An allowed signers file (ssh-keygen(1)) with one line for each key. */
export function allowedSigners(path: string, keys: Readonly<Record<string, string>>): string {
  const lines = Object.entries(keys).map(([who, key]) => `${who} ${readFileSync(`${key}.pub`, 'utf8')}`);
  writeFileSync(path, lines.join(''));
  return path;
}

/** A throw-away GNUPGHOME with one key; its fingerprint. */
export function gpgHome(home: string, passphrase = ''): string {
  mkdirSync(home, { mode: 0o700 });
  const gpg = (args: readonly string[]): string =>
    execFileSync('gpg', ['--homedir', home, '--batch', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  gpg([
    '--pinentry-mode',
    'loopback',
    '--passphrase',
    passphrase,
    '--quick-gen-key',
    'mcp <mcp@localhost>',
    'ed25519',
    'sign',
    'never',
  ]);
  // Forgets the passphrase that it was just told.
  endAgent(home);
  return /^fpr:+([0-9A-F]{40}):/m.exec(gpg(['--with-colons', '--list-keys']))?.[1] ?? '';
}

export function endAgent(home: string): void {
  spawnSync('gpgconf', ['--homedir', home, '--kill', 'all']);
}
