import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commitObject } from '../../src/git/commit.ts';
import { openRemote } from '../../src/git/open-remote.ts';
import { emptyTree } from '../../src/git/tree.ts';
import type { GitRemote, PushRequest } from '../../src/model/git.ts';
import { RemoteError } from '../../src/model/remote-error.ts';
import { startGitHttpServer } from '../support/git-http-server.ts';
import type { Fault, GitHttpServer } from '../support/git-http-server.ts';
import { bareRepository, temporaryFolder } from '../support/git-repository.ts';
import { plainGit } from '../support/plain-git.ts';

const folder = temporaryFolder();
let server: GitHttpServer;
let remote: GitRemote;

const remoteAt = (url: string, idleTimeout = 10_000) =>
  openRemote(url, {
    cacheDirectory: join(folder.path, 'cache'),
    environment: plainGit(folder.path),
    idleTimeout,
  });

let serial = 0;
/** A push of one new branch; every call another commit. */
function aPush(): PushRequest {
  serial += 1;
  const commit = commitObject({
    tree: emptyTree.id,
    parents: [],
    author: { name: 'mcp', email: 'mcp@example.com' },
    time: new Date(0),
    message: `${serial}\n`,
  });
  return {
    updates: [{ ref: `refs/heads/b${serial}`, oldId: null, newId: commit.id }],
    objects: [...emptyTree.objects, commit],
  };
}

/** Lets the request of this kind go wrong, once. */
function once(part: string, fault: Fault): void {
  let left = 1;
  server.intercept = (request) => (request.includes(part) && left-- > 0 ? fault : undefined);
}

beforeAll(async () => {
  bareRepository(join(folder.path, 'fleet.git'));
  server = await startGitHttpServer(folder.path);
});
beforeEach(async () => {
  server.intercept = () => undefined;
  remote = await remoteAt(`${server.origin}/fleet.git`);
  return () => remote.close();
});
afterAll(async () => {
  await server.close();
  folder[Symbol.dispose]();
});

test.each<[string, Fault, string, RegExp]>([
  ['info/refs', { status: 403 }, 'REMOTE_AUTH', /HTTP 403/],
  [
    'info/refs',
    { status: 404, headers: { 'Content-Type': 'text/plain' }, body: 'no such project' },
    'REMOTE_UNREACHABLE',
    /404: no such project/,
  ],
  ['info/refs', { status: 503 }, 'REMOTE_UNREACHABLE', /HTTP 503/],
  ['info/refs', { status: 429 }, 'REMOTE_UNREACHABLE', /HTTP 429/],
  [
    'info/refs',
    { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>' },
    'REMOTE_PROTOCOL',
    /no git repository is served/,
  ],
  [
    'info/refs',
    {
      status: 200,
      headers: { 'Content-Type': 'application/x-git-receive-pack-advertisement' },
      body: 'garbage',
    },
    'REMOTE_PROTOCOL',
    /garbage/,
  ],
  ['info/refs', { cutResponseAfter: 40 }, 'REMOTE_UNREACHABLE', /cannot be reached/],
  [
    'POST',
    { status: 500, headers: { 'Content-Type': 'text/plain' }, body: 'disk \u001b[31mfull' },
    'REMOTE_UNREACHABLE',
    /500: disk \[31mfull/,
  ],
  [
    'POST',
    { status: 403, headers: { 'Content-Type': 'text/plain' }, body: 'read only' },
    'REMOTE_AUTH',
    /403: read only/,
  ],
  ['POST', { status: 413 }, 'REMOTE_PROTOCOL', /HTTP 413/],
  ['POST', { status: 200, body: 'unpack ok' }, 'REMOTE_PROTOCOL', /no pkt-line/],
  ['POST', { status: 200, body: '' }, 'REMOTE_UNREACHABLE', /before the report/],
  ['POST', { cutResponseAfter: 0 }, 'REMOTE_UNREACHABLE', /./],
  ['POST', { cutResponseAfter: 20 }, 'REMOTE_UNREACHABLE', /./],
  ['POST', { cutRequestAfter: 50 }, 'REMOTE_UNREACHABLE', /./],
])('push, at %s: %j is %s', async (part, fault, code, message) => {
  once(part, fault);
  await expect(remote.push(aPush())).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
    hint: expect.any(String),
  });
});

test.each<[string, Fault, boolean, boolean, number | null]>([
  ['info/refs', { status: 503, headers: { 'Retry-After': '7' } }, true, false, 7000],
  [
    'info/refs',
    {
      status: 429,
      headers: { 'Retry-After': 'Tue, 24 Nov 2026 10:01:30 GMT', Date: 'Tue, 24 Nov 2026 10:00:00 GMT' },
    },
    true,
    false,
    90_000,
  ],
  ['info/refs', { status: 503, headers: { 'Retry-After': 'soon' } }, true, false, null],
  ['POST', { status: 500 }, true, true, null],
  ['POST', { status: 502 }, true, true, null],
  ['POST', { status: 504 }, true, true, null],
  ['POST', { status: 507 }, false, true, null],
  ['POST', { status: 429, headers: { 'Retry-After': '0' } }, true, false, 0],
  ['POST', { status: 404 }, false, false, null],
  ['POST', { status: 403 }, false, false, null],
  ['POST', { status: 413 }, false, false, null],
  ['info/refs', { cutResponseAfter: 40 }, true, false, null],
  ['POST', { cutRequestAfter: 50 }, true, true, null],
  ['POST', { cutResponseAfter: 20 }, true, true, null],
  ['POST', { status: 200, body: 'unpack ok' }, false, true, null],
])(
  'push, at %s: %j tells what to know before another try',
  async (part, fault, transient, mayHaveArrived, retryAfterMs) => {
    once(part, fault);
    const error = await remote.push(aPush()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({ transient, mayHaveArrived, retryAfterMs });
  },
);

test.each([
  ['http://127.0.0.1:9/fleet.git', true],
  ['http://no-such-host.invalid/fleet.git', true],
])('nobody listens at %s', async (url, transient) => {
  const nobody = await remoteAt(url);
  await expect(nobody.push(aPush())).rejects.toMatchObject({
    code: 'REMOTE_UNREACHABLE',
    transient,
    mayHaveArrived: false,
    retryAfterMs: null,
  });
});

test('a server that does not speak HTTP', async () => {
  const other = createServer((socket) => socket.end('220 smtp.example.com ESMTP\r\n'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const mail = await remoteAt(`http://127.0.0.1:${(other.address() as AddressInfo).port}/fleet.git`);
  await expect(mail.listRefs(['refs/'])).rejects.toMatchObject({ code: 'REMOTE_PROTOCOL', transient: false });
  other.close();
});

test('a server that says nothing is given up', async () => {
  const slow = await remoteAt(`${server.origin}/fleet.git`, 150);
  once('info/refs', { before: () => new Promise((resolve) => setTimeout(resolve, 1000).unref()) });
  await expect(slow.listRefs(['refs/'])).rejects.toThrow(/no answer within 0.15 s/);
  await slow.close();
});

test('an abort ends a request', async () => {
  const abort = new AbortController();
  once('info/refs', {
    before: () => {
      abort.abort();
    },
  });
  await expect(remote.listRefs(['refs/'], abort.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' });
});

test('a kept connection that the server closed is opened again', async () => {
  await remote.listRefs(['refs/']);
  once('info/refs', { drop: true });
  await expect(remote.listRefs(['refs/'])).resolves.toBeInstanceOf(Map);
});
