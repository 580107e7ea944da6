import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitObject } from '../../src/git/commit.ts';
import { gitObject } from '../../src/git/object.ts';
import { openRemote } from '../../src/git/open-remote.ts';
import { treeOf } from '../../src/git/tree.ts';
import type { PushRequest } from '../../src/model/git.ts';
import { bareRepository, git, temporaryFolder, writeHook } from '../support/git-repository.ts';
import { sshdIsMissing, startGitSshServer } from '../support/git-ssh-server.ts';
import type { GitSshServer } from '../support/git-ssh-server.ts';

const folder = temporaryFolder();
const isolated = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  HOME: folder.path,
};
const remoteAt = (url: string, environment: NodeJS.ProcessEnv = {}, idleTimeout = 20_000) =>
  openRemote(url, {
    cacheDirectory: join(folder.path, 'cache'),
    environment: { ...isolated, ...environment },
    idleTimeout,
  });

/** A push of several branches with a file of about this size. */
function aPush(size: number, ...names: string[]): PushRequest {
  const blob = gitObject('blob', Buffer.from(`${names.join()}\n`.padEnd(size, `${Math.random()} `)));
  const tree = treeOf([{ path: 'a/b.yaml', id: blob.id }]);
  const author = { name: 'mcp', email: 'mcp@example.com' };
  const commits = names.map((message) =>
    commitObject({ tree: tree.id, parents: [], author, time: new Date(0), message }),
  );
  return {
    updates: commits.map((commit, index) => ({
      ref: `refs/heads/${names[index]}`,
      oldId: null,
      newId: commit.id,
    })),
    objects: [blob, ...tree.objects, ...commits],
  };
}

async function pushListRead(url: string, environment?: NodeJS.ProcessEnv): Promise<void> {
  const remote = await remoteAt(url, environment);
  const push = aPush(300_000, 'one', 'two');
  expect((await remote.push(push)).map(({ status }) => status)).toEqual(['ok', 'ok']);
  const refs = await remote.listRefs(['refs/heads/one']);
  const id = push.updates[0]!.newId!;
  expect(refs).toEqual(new Map([['refs/heads/one', id]]));
  await remote.fetch([{ ref: 'refs/heads/one', id }], { depth: 1 });
  const { tree } = await remote.reader().commit(id);
  expect(await remote.reader().files(tree)).toMatchObject([{ path: 'a/b.yaml' }]);
  expect((await remote.push(push)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await remote.close();
}

afterAll(() => {
  folder[Symbol.dispose]();
});

describe('a path', () => {
  test('pushes, lists and reads', async () => {
    const path = bareRepository(join(folder.path, '-odd name.git'));
    await pushListRead(path);
    expect(git(path, 'fsck', '--strict')).toBe('');
  });

  test('nothing is kept in the cache', () => {
    expect(existsSync(join(folder.path, 'cache'))).toBe(false);
  });

  test('as a file URL, and without its ".git"', async () => {
    bareRepository(join(folder.path, 'other.git'));
    await pushListRead(`file://${join(folder.path, 'other')}`);
  });

  test('the work of a git hook around us is left alone', async () => {
    const path = bareRepository(join(folder.path, 'inside-a-hook.git'));
    const elsewhere = {
      GIT_DIR: '/nowhere',
      GIT_OBJECT_DIRECTORY: '/nowhere',
      GIT_QUARANTINE_PATH: '/nowhere',
    };
    await pushListRead(path, elsewhere);
  });

  test('a hook that the server runs after its report comes to its end', async () => {
    const path = bareRepository(join(folder.path, 'post.git'));
    writeHook(path, 'post-receive', 'echo delivered >&2; sleep 0.2; touch "$GIT_DIR/done"');
    const remote = await remoteAt(path);
    await remote.push(aPush(1, 'one'));
    expect(existsSync(join(path, 'done'))).toBe(true);
  });

  test('no repository is there', async () => {
    const remote = await remoteAt(join(folder.path, 'nothing'));
    await expect(remote.listRefs(['refs/'])).rejects.toMatchObject({
      code: 'REMOTE_UNREACHABLE',
      hint: expect.stringContaining('git init --bare'),
    });
    await expect(remote.push(aPush(1, 'x'))).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
  });

  test('no git is there', async () => {
    const remote = await remoteAt(folder.path, { PATH: '/nowhere' });
    await expect(remote.listRefs(['refs/'])).rejects.toMatchObject({ code: 'GIT_UNAVAILABLE' });
  });

  test('an abort ends it', async () => {
    const remote = await remoteAt(join(folder.path, 'other.git'));
    await expect(remote.listRefs(['refs/'], AbortSignal.abort())).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
  });
});

describe('ssh of the user', () => {
  /** Stands for ssh: notes its arguments and runs the last one here, as the other side would. */
  function fakeSsh(name: string, script = 'for last; do :; done; exec sh -c "$last"'): string {
    const file = join(folder.path, name);
    writeFileSync(file, `#!/bin/sh\nfor a; do echo "$a" >> "$0.log"; done\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  test.each([
    [
      'GIT_SSH_COMMAND with arguments',
      'ssh',
      (file: string) => ({ GIT_SSH_COMMAND: `'${file}' -i "my key"` }),
    ],
    ['GIT_SSH', 'ssh', (file: string) => ({ GIT_SSH: file })],
    [
      'core.sshCommand',
      'ssh',
      (file: string) => ({
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'core.sshCommand',
        GIT_CONFIG_VALUE_0: file,
      }),
    ],
  ])('%s', async (title, name, environment) => {
    bareRepository(join(folder.path, title, "it's.git"));
    const file = fakeSsh(join(title, name));
    await pushListRead(`ada@h.example:${join(folder.path, title)}/it's.git`, environment(file));
    const log = readFileSync(`${file}.log`, 'utf8');
    expect(log).toContain('ada@h.example\n');
    expect(log).toContain('SendEnv=GIT_PROTOCOL');
    if (title.includes('arguments')) expect(log).toContain('my key\n');
  });

  test('a command that is not OpenSSH gets none of its options', async () => {
    const path = bareRepository(join(folder.path, 'plain.git'));
    const file = fakeSsh('plain');
    const remote = await remoteAt(`h.example:${path}`, { GIT_SSH_COMMAND: file });
    await remote.listRefs(['refs/']);
    expect(readFileSync(`${file}.log`, 'utf8')).toBe(`h.example\ngit-upload-pack '${path}'\n`);
  });

  test.each([
    ['exit 255', 'REMOTE_UNREACHABLE', true, /code 255/],
    ['echo "ssh: connect to host: Connection refused" >&2; exit 255', 'REMOTE_UNREACHABLE', true, /refused/],
    ['echo "git@h: Permission denied (publickey)." >&2; exit 255', 'REMOTE_AUTH', false, /publickey/],
    ['echo "no such repository" >&2; exit 128', 'REMOTE_UNREACHABLE', false, /no such repository/],
    ['echo Welcome to this machine', 'REMOTE_PROTOCOL', false, /Welcome/],
    ['exit 0', 'REMOTE_UNREACHABLE', true, /middle of an answer/],
  ])('%s', async (script, code, transient, message) => {
    const remote = await remoteAt('h.example:a.git', { GIT_SSH: fakeSsh('failing', script) });
    await expect(remote.push(aPush(1, 'x'))).rejects.toMatchObject({
      code,
      transient,
      mayHaveArrived: false,
      message: expect.stringMatching(message),
    });
  });

  test('a silent one is ended', async () => {
    const remote = await remoteAt('h.example:a.git', { GIT_SSH: fakeSsh('silent', 'exec sleep 20') }, 200);
    await expect(remote.listRefs(['refs/'])).rejects.toThrow(/no answer within 0.2 s/);
  });

  test('none is there', async () => {
    const remote = await remoteAt('h.example:a.git', { GIT_SSH: '/nowhere/ssh' });
    await expect(remote.listRefs(['refs/'])).rejects.toMatchObject({ code: 'GIT_UNAVAILABLE' });
  });
});

describe.skipIf(sshdIsMissing)('a real sshd', () => {
  let server: GitSshServer;

  beforeAll(async () => {
    server = await startGitSshServer(folder.path);
  });
  afterAll(() => server.close());

  test('pushes, lists, fetches and reads', async () => {
    const path = bareRepository(join(folder.path, "ssh it's.git"));
    await pushListRead(`${server.origin}${encodeURI(path)}`, { GIT_SSH_COMMAND: server.command });
    expect(git(path, 'fsck', '--strict')).toBe('');
  });

  test('a key that is not known', async () => {
    const command = server.command.replace(/-i \S+/, '-i /dev/null');
    const remote = await remoteAt(`${server.origin}/x.git`, { GIT_SSH_COMMAND: command });
    await expect(remote.listRefs(['refs/'])).rejects.toMatchObject({ code: 'REMOTE_AUTH' });
  });

  test('no repository is there', async () => {
    const remote = await remoteAt(`${server.origin}/x.git`, { GIT_SSH_COMMAND: server.command });
    await expect(remote.listRefs(['refs/'])).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
  });
});
