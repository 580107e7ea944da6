import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { root } from './mcp.ts';

/** A copy of examples/acme as a repository of its own, and an empty bare fleet repository beside it. */
export interface Acme {
  readonly policy: string;
  readonly fleet: string;
  git(repository: string, ...args: string[]): Promise<string>;
  commit(message: string): Promise<void>;
  /** Replaces a text in a file of the policy repository; the text must be there. */
  edit(file: string, from: string | RegExp, to: string): void;
  write(file: string, content: string | Uint8Array): void;
  /** All refs of the fleet repository with their ids, one a line. */
  refs(): Promise<string>;
  branches(): Promise<readonly string[]>;
}

export async function acme(): Promise<Acme> {
  const directory = mkdtempSync(join(tmpdir(), 'mcp-acme-'));
  const policy = join(directory, 'policy');
  const fleet = join(directory, 'fleet.git');
  cpSync(join(root, 'examples', 'acme'), policy, { recursive: true });

  async function git(repository: string, ...args: string[]): Promise<string> {
    const identity = [
      '-c',
      'user.name=Ada',
      '-c',
      'user.email=ada@acme.example',
      '-c',
      'commit.gpgsign=false',
    ];
    const { stdout } = await execa('git', ['-C', repository, ...identity, ...args]);
    return stdout;
  }

  const made: Acme = {
    policy,
    fleet,
    git,
    async commit(message) {
      await git(policy, 'add', '--all');
      await git(policy, 'commit', '--quiet', '--allow-empty', '--message', message);
    },
    edit(file, from, to) {
      const path = join(policy, file);
      const before = readFileSync(path, 'utf8');
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${file} does not hold ${String(from)}`);
      writeFileSync(path, after);
    },
    write(file, content) {
      writeFileSync(join(policy, file), content);
    },
    refs: () => git(fleet, 'for-each-ref', '--format=%(refname) %(objectname)'),
    async branches() {
      const names = await git(fleet, 'for-each-ref', '--format=%(refname:short)', 'refs/heads');
      return names === '' ? [] : names.split('\n');
    },
  };
  await execa('git', ['init', '--quiet', '--initial-branch=main', policy]);
  await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', fleet]);
  await made.commit('The security baseline of acme');
  return made;
}
