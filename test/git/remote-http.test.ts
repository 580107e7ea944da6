import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commitObject } from '../../src/git/commit.ts';
import { openRemote } from '../../src/git/open-remote.ts';
import { emptyTree } from '../../src/git/tree.ts';
import type { GitRemote, PushRequest } from '../../src/model/git.ts';
import { startGitHttpServer } from '../support/git-http-server.ts';
import type { Fault, GitHttpServer } from '../support/git-http-server.ts';
import {
  bareRepository,
  git,
  repositoryWith,
  temporaryFolder,
  writeHook,
} from '../support/git-repository.ts';

const folder = temporaryFolder();
const password = 'correct-horse';
let open: GitHttpServer;
let guarded: GitHttpServer;
let remote: GitRemote;

const isolated = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  HOME: folder.path,
};
const remoteAt = (url: string, environment: NodeJS.ProcessEnv = {}, idleTimeout = 10_000) =>
  openRemote(url, {
    cacheDirectory: join(folder.path, 'cache'),
    toolVersion: '1.2.3',
    environment: { ...isolated, ...environment },
    directory: folder.path,
    idleTimeout,
  });

let serial = 0;
/** A push of one new branch; every call another commit. */
function aPush(ref = `refs/heads/b${serial}`): PushRequest & { readonly id: string } {
  serial += 1;
  const author = { name: 'mcp', email: 'mcp@example.com' };
  const commit = commitObject({
    tree: emptyTree.id,
    parents: [],
    author,
    time: new Date(0),
    message: `${serial}\n`,
  });
  return {
    id: commit.id,
    updates: [{ ref, oldId: null, newId: commit.id }],
    objects: [...emptyTree.objects, commit],
  };
}
/** Lets the request of this kind go wrong, once. */
function once(part: string, fault: Fault, server = open): void {
  let left = 1;
  server.intercept = (request) => (request.includes(part) && left-- > 0 ? fault : undefined);
}

beforeAll(async () => {
  bareRepository(join(folder.path, 'fleet.git'));
  open = await startGitHttpServer(folder.path);
  guarded = await startGitHttpServer(folder.path, { password });
});
beforeEach(async () => {
  open.intercept = () => undefined;
  guarded.intercept = () => undefined;
  guarded.requests.length = 0;
  remote = await remoteAt(`${open.origin}/fleet.git`);
  return () => remote.close();
});
afterAll(async () => {
  await open.close();
  await guarded.close();
  folder[Symbol.dispose]();
});

describe('the protocol', () => {
  test('pushes, lists, fetches and reads', async () => {
    const push = aPush('refs/heads/cluster/emea-1');
    expect(await remote.push(push)).toEqual([{ ref: 'refs/heads/cluster/emea-1', status: 'ok' }]);
    expect(await remote.listRefs(['refs/heads/cluster/'])).toEqual(
      new Map([['refs/heads/cluster/emea-1', push.id]]),
    );
    await remote.fetch([{ ref: 'refs/heads/cluster/emea-1', id: push.id }], { depth: 1 });
    expect(await remote.reader().commit(push.id)).toMatchObject({ tree: emptyTree.id, parents: [] });
    expect(await remote.reader().has('0'.repeat(40))).toBe(false);
  });

  test('each update is judged by itself; with "atomic" all or none', async () => {
    const [first, second, third] = [
      aPush('refs/heads/one'),
      aPush('refs/heads/two'),
      aPush('refs/heads/three'),
    ];
    await remote.push(first);
    const both = (other: typeof second) => ({
      updates: [{ ref: 'refs/heads/one', oldId: null, newId: other.id }, ...other.updates],
      objects: other.objects,
    });
    expect((await remote.push(both(second))).map(({ status }) => status)).toEqual(['rejected', 'ok']);
    expect((await remote.push({ ...both(third), atomic: true })).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect((await remote.listRefs(['refs/heads/three'])).size).toBe(0);
  });

  test('deletes a ref without sending a pack', async () => {
    const push = aPush('refs/heads/gone');
    await remote.push(push);
    await remote.push({ updates: [{ ref: 'refs/heads/gone', oldId: push.id, newId: null }], objects: [] });
    expect((await remote.listRefs(['refs/heads/gone'])).size).toBe(0);
  });

  test('a hook refuses one branch, and its words come along', async () => {
    const repository = bareRepository(join(folder.path, 'hooked.git'));
    writeHook(repository, 'update', 'case "$1" in */frozen) echo "freeze until Monday" >&2; exit 1;; esac');
    const hooked = await remoteAt(`${open.origin}/hooked.git`);
    const [frozen, free] = [aPush('refs/heads/frozen'), aPush('refs/heads/free')];
    const results = await hooked.push({
      updates: [...frozen.updates, ...free.updates],
      objects: [...frozen.objects, free.objects[1]!],
    });
    expect(results).toEqual([
      {
        ref: 'refs/heads/frozen',
        status: 'rejected',
        reason: expect.stringContaining('freeze until Monday'),
      },
      { ref: 'refs/heads/free', status: 'ok' },
    ]);
    await hooked.close();
  });

  test('many prefixes are sifted on this side', async () => {
    const prefixes = Array.from({ length: 50 }, (_, index) => `refs/heads/none${index}`);
    const push = aPush('refs/heads/some');
    await remote.push(push);
    expect(await remote.listRefs([...prefixes, 'refs/heads/some'])).toEqual(
      new Map([['refs/heads/some', push.id]]),
    );
  });

  test('a server that knows no version 2 is understood', async () => {
    const push = aPush('refs/heads/old-server');
    await remote.push(push);
    git(join(folder.path, 'fleet.git'), 'config', 'protocol.version', '0');
    open.intercept = (_request, headers) => {
      delete headers['git-protocol'];
      return undefined;
    };
    expect((await remote.listRefs(['refs/heads/old-server'])).get('refs/heads/old-server')).toBe(push.id);
  });

  test('SHA-256 repositories are refused with a clear error', async () => {
    const directory = join(folder.path, 'sha256.git');
    mkdirSync(directory);
    git(directory, 'init', '--quiet', '--bare', '--object-format=sha256');
    const other = await remoteAt(`${open.origin}/sha256.git`);
    await expect(other.listRefs(['refs/'])).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED' });
    await expect(other.push(aPush())).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED' });
    await other.close();
  });

  test('a branch name that would smuggle in another command is refused here', async () => {
    const { objects, id } = aPush();
    const ref = `refs/heads/a\n${'0'.repeat(40)} ${id} refs/heads/b`;
    await expect(remote.push({ updates: [{ ref, oldId: null, newId: id }], objects })).rejects.toMatchObject({
      code: 'PLAN_INVALID',
    });
  });
});

describe('credentials', () => {
  const url = () => `${guarded.origin}/fleet.git`;
  const withUser = (user: string) => url().replace('//', `//${user}@`);

  test.each<[string, (() => string) | null, NodeJS.ProcessEnv]>([
    ['in the URL', () => withUser(`robot:${password}`), {}],
    ['user in the URL, password in a variable', () => withUser('robot'), { MCP_GIT_PASSWORD: password }],
    ['user and password in variables', null, { MCP_GIT_USERNAME: 'robot', MCP_GIT_PASSWORD: password }],
    ['a token in a variable', null, { MCP_GIT_USERNAME: 'robot', MCP_GIT_TOKEN: password }],
    [
      "git's extraHeader, as a CI checkout leaves it",
      null,
      {
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'http.extraHeader',
        GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from(`robot:${password}`).toString('base64')}`,
      },
    ],
    [
      'a credential helper',
      null,
      {
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'credential.helper',
        GIT_CONFIG_VALUE_0: `!f() { test "$1" = get && printf 'username=robot\\npassword=${password}\\n'; true; }; f`,
      },
    ],
  ])('%s', async (_, location, environment) => {
    const guardedRemote = await remoteAt(location?.() ?? url(), environment);
    expect(guardedRemote.url).toBe(url());
    const push = aPush();
    expect(await guardedRemote.push(push)).toMatchObject([{ status: 'ok' }]);
    await guardedRemote.fetch([{ ref: push.updates[0]!.ref, id: push.id }], { depth: 1 });
    expect(await guardedRemote.reader().has(push.id)).toBe(true);
    await guardedRemote.close();
  });

  test('without any, or with wrong ones, the error says what to set and shows none', async () => {
    for (const environment of [{}, { MCP_GIT_TOKEN: 'wrong-secret' }]) {
      const guardedRemote = await remoteAt(url(), environment);
      const error = await guardedRemote.listRefs(['refs/']).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'REMOTE_AUTH', hint: expect.stringContaining('MCP_GIT_TOKEN') });
      expect(JSON.stringify([error, String(error)])).not.toContain('wrong-secret');
      await guardedRemote.close();
    }
    expect(guarded.requests.length).toBeLessThan(4);
  });

  test('a helper is told to forget what was wrong', async () => {
    const log = join(folder.path, 'helper.log');
    const helper = join(folder.path, 'helper.sh');
    writeFileSync(
      helper,
      `#!/bin/sh\necho "$1" >> ${log}\ntest "$1" = get && printf 'username=robot\\npassword=old\\n'\ntrue\n`,
      { mode: 0o755 },
    );
    const guardedRemote = await remoteAt(url(), {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'credential.helper',
      GIT_CONFIG_VALUE_0: helper,
    });
    await expect(guardedRemote.listRefs(['refs/'])).rejects.toMatchObject({ code: 'REMOTE_AUTH' });
    expect(git(folder.path, 'hash-object', log)).toBe(
      git(folder.path, 'hash-object', writeLines('expected.log', 'get', 'erase')),
    );
    await guardedRemote.close();
  });

  test('variables stay with the host that MCP_GIT_HOST names', async () => {
    const seen: (string | undefined)[] = [];
    open.intercept = (_request, headers) => {
      seen.push(headers.authorization);
      return undefined;
    };
    const elsewhere = await remoteAt(`${open.origin}/fleet.git`, {
      MCP_GIT_TOKEN: password,
      MCP_GIT_HOST: 'git.example.com',
    });
    await elsewhere.listRefs(['refs/']);
    expect(new Set(seen)).toEqual(new Set([undefined]));
    await elsewhere.close();
  });
});

function writeLines(name: string, ...lines: string[]): string {
  writeFileSync(join(folder.path, name), `${lines.join('\n')}\n`);
  return join(folder.path, name);
}

test('a proxy of the environment is used', async () => {
  once('info/refs', { status: 503 });
  const proxied = await remoteAt('http://git.example.com/fleet.git', { HTTP_PROXY: open.origin });
  await expect(proxied.listRefs(['refs/'])).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
  expect(open.requests.at(-1)).toBe('GET http://git.example.com/fleet.git/info/refs?service=git-upload-pack');
  await proxied.close();
});

describe('redirects', () => {
  const redirect = (to: string) => {
    once('info/refs', { status: 302, headers: { Location: to } });
  };

  test('of a whole repository are followed, without taking the credentials to another host', async () => {
    const source = await remoteAt(`${open.origin}/old.git`, { MCP_GIT_TOKEN: password });
    const seen: (string | undefined)[] = [];
    guarded.intercept = (_request, headers) => {
      seen.push(headers.authorization);
      return undefined;
    };
    redirect(`${guarded.origin}/fleet.git/info/refs?service=git-upload-pack`);
    await expect(source.listRefs(['refs/'])).rejects.toMatchObject({ code: 'REMOTE_AUTH' });
    expect(seen).toEqual([]);
    expect(guarded.requests).toHaveLength(1);
    redirect(`${open.origin}/fleet.git/info/refs?service=git-upload-pack`);
    const again = await remoteAt(`${open.origin}/old.git`);
    await expect(again.listRefs(['refs/heads/'])).resolves.toBeInstanceOf(Map);
    await again.close();
    await source.close();
  });

  test.each(['https://login.example.com/', 'file:///etc/passwd', ''])('to %j are refused', async (to) => {
    redirect(to);
    await expect(remote.listRefs(['refs/'])).rejects.toMatchObject({ code: 'REMOTE_PROTOCOL' });
  });
});

test('reads files of a repository that somebody else made', async () => {
  const source = repositoryWith(join(folder.path, 'policies'), {
    'a/b.yaml': 'kind: X\n',
    'c.yaml': 'kind: Y\n',
  });
  git(source, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const other = await remoteAt(`${open.origin}/policies/.git`);
  const head = (await other.listRefs(['HEAD'])).get('HEAD')!;
  await other.fetch([{ ref: 'HEAD', id: head }]);
  const reader = other.reader();
  const files = await reader.files((await reader.commit(head)).tree);
  expect(files.map(({ path }) => path)).toEqual(['a/b.yaml', 'c.yaml']);
  expect(Buffer.from(await reader.blob(files[0]!.id)).toString()).toBe('kind: X\n');
  expect(await reader.history(head)).toHaveLength(1);
  await other.close();
});
