import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commitObject } from '../../src/git/commit.ts';
import { openRemote } from '../../src/git/open-remote.ts';
import { emptyTree } from '../../src/git/tree.ts';
import { makeCertificates, tlsOptions } from '../support/certificates.ts';
import type { Certificates } from '../support/certificates.ts';
import { startGitHttpServer } from '../support/git-http-server.ts';
import type { GitHttpServer } from '../support/git-http-server.ts';
import { bareRepository, temporaryFolder } from '../support/git-repository.ts';

const folder = temporaryFolder();
const home = temporaryFolder();
const password = 'correct-horse';
let certificates: Certificates;
let server: GitHttpServer;

/** Variables with which git reads these settings. */
function configured(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const variables = Object.entries(settings).flatMap(([key, value], index): [string, string][] => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { ...Object.fromEntries(variables), GIT_CONFIG_COUNT: String(Object.keys(settings).length) };
}

const remoteAt = (environment: NodeJS.ProcessEnv, url = `${server.origin}/fleet.git`) =>
  openRemote(url, {
    cacheDirectory: join(folder.path, 'cache'),
    environment: {
      PATH: process.env['PATH'],
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      HOME: home.path,
      ...environment,
    },
    idleTimeout: 10_000,
  });

let serial = 0;
/** Pushes with our client, and fetches with git what was pushed: both have to get through. */
async function pushAndFetch(environment: NodeJS.ProcessEnv): Promise<void> {
  serial += 1;
  const author = { name: 'mcp', email: 'mcp@example.com' };
  const commit = commitObject({
    tree: emptyTree.id,
    parents: [],
    author,
    time: new Date(0),
    message: `${serial}\n`,
  });
  const ref = `refs/heads/b${serial}`;
  const remote = await remoteAt(environment);
  const updates = [{ ref, oldId: null, newId: commit.id }];
  expect(await remote.push({ updates, objects: [...emptyTree.objects, commit] })).toMatchObject([
    { status: 'ok' },
  ]);
  await remote.fetch([{ ref, id: commit.id }], { depth: 1 });
  expect(await remote.reader().has(commit.id)).toBe(true);
  await remote.close();
}

beforeAll(async () => {
  bareRepository(join(folder.path, 'fleet.git'));
  certificates = makeCertificates(home.path);
  server = await startGitHttpServer(folder.path, { tls: tlsOptions(certificates) });
});
beforeEach(() => {
  server.intercept = () => undefined;
  server.requests.length = 0;
});
afterAll(async () => {
  await server.close();
  folder[Symbol.dispose]();
  home[Symbol.dispose]();
});

describe('certificates', () => {
  test('of an authority that nobody knows are refused, for good', async () => {
    const remote = await remoteAt({});
    await expect(remote.listRefs(['refs/'])).rejects.toMatchObject({
      code: 'REMOTE_UNREACHABLE',
      transient: false,
      hint: expect.stringContaining('GIT_SSL_CAINFO'),
    });
    await remote.close();
  });

  test.each<[string, () => NodeJS.ProcessEnv]>([
    ['GIT_SSL_CAINFO', () => ({ GIT_SSL_CAINFO: certificates.authority })],
    ['http.sslCAInfo', () => configured({ 'http.sslCAInfo': certificates.authority })],
    ['http.sslCAInfo from the home', () => configured({ 'http.sslCAInfo': '~/ca.pem' })],
    [
      'http.<url>.sslCAInfo before the general one',
      () =>
        configured({
          [`http.${server.origin}/.sslCAInfo`]: certificates.authority,
          'http.sslCAInfo': '/etc/hostname',
        }),
    ],
    ['http.sslVerify', () => configured({ 'http.sslVerify': 'false' })],
    ['GIT_SSL_NO_VERIFY', () => ({ GIT_SSL_NO_VERIFY: '1' })],
  ])('%s', async (_, environment) => {
    await pushAndFetch(environment());
  });

  test('an authority for another URL does not count', async () => {
    const remote = await remoteAt(
      configured({ 'http.https://elsewhere.example/.sslCAInfo': certificates.authority }),
    );
    await expect(remote.listRefs(['refs/'])).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
    await remote.close();
  });

  test('a client shows its own', async () => {
    server.intercept = (_request, _headers, socket) =>
      'authorized' in socket && socket.authorized === true ? undefined : { status: 403 };
    const known = { 'http.sslCAInfo': certificates.authority };
    const stranger = await remoteAt(configured(known));
    await expect(stranger.listRefs(['refs/'])).rejects.toMatchObject({ code: 'REMOTE_AUTH' });
    await stranger.close();
    const { cert, key } = certificates.client;
    await pushAndFetch(configured({ ...known, 'http.sslCert': cert, 'http.sslKey': key }));
  });

  test('a file that is not there is named', async () => {
    const remote = await remoteAt({ GIT_SSL_CAINFO: '/nowhere/ca.pem' });
    await expect(remote.listRefs(['refs/'])).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('/nowhere/ca.pem'),
    });
  });
});

describe('a proxy', () => {
  let tunnels: string[];
  let address: string;
  beforeEach(async () => {
    tunnels = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      tunnels.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      const { hostname, port } = new URL(`http://${request.url}`);
      const target = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      for (const end of [target, socket]) end.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    return () => {
      proxy.closeAllConnections();
      proxy.close();
    };
  });
  const trusting = (settings: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv =>
    configured({ 'http.sslCAInfo': certificates.authority, ...settings });

  test.each<[string, () => NodeJS.ProcessEnv]>([
    ['HTTPS_PROXY', () => ({ ...trusting(), HTTPS_PROXY: `http://${address}` })],
    ['http.proxy without a scheme', () => trusting({ 'http.proxy': address })],
    [
      'http.<url>.proxy, before the variable',
      () => ({
        ...trusting({ [`http.${server.origin}/.proxy`]: `http://${address}` }),
        HTTPS_PROXY: 'http://127.0.0.1:9',
      }),
    ],
  ])('by %s', async (_, environment) => {
    await pushAndFetch(environment());
    expect(new Set(tunnels)).toEqual(new Set([new URL(server.origin).host]));
  });

  test('is told who we are', async () => {
    const remote = await remoteAt(trusting({ 'http.proxy': `http://ada:secret@${address}` }));
    await remote.listRefs(['refs/']);
    const basic = `Basic ${Buffer.from('ada:secret').toString('base64')}`;
    expect(new Set(tunnels)).toEqual(new Set([`${new URL(server.origin).host} ${basic}`]));
    await remote.close();
  });

  test.each<[string, () => NodeJS.ProcessEnv]>([
    ['NO_PROXY', () => ({ ...trusting({ 'http.proxy': address }), NO_PROXY: '127.0.0.1' })],
    ['an empty http.proxy', () => ({ ...trusting({ 'http.proxy': '' }), HTTPS_PROXY: `http://${address}` })],
  ])('is passed by with %s', async (_, environment) => {
    await pushAndFetch(environment());
    expect(tunnels).toEqual([]);
  });

  test('by SOCKS is refused', async () => {
    const remote = await remoteAt(trusting({ 'http.proxy': `socks5://${address}` }));
    await expect(remote.listRefs(['refs/'])).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED' });
  });
});

describe('who asks', () => {
  /** Asks for these credentials at the requests of this kind. */
  function guard(part: string, authorization: string): void {
    server.intercept = (request, headers) =>
      request.includes(part) && headers.authorization !== authorization
        ? { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="git"' } }
        : undefined;
  }
  const basic = `Basic ${Buffer.from(`robot:${password}`).toString('base64')}`;
  const trusting = (settings: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv =>
    configured({ 'http.sslCAInfo': certificates.authority, ...settings });

  test('.netrc is read', async () => {
    writeFileSync(join(home.path, '.netrc'), `machine 127.0.0.1 login robot password ${password}\n`);
    guard('', basic);
    await pushAndFetch(trusting());
    writeFileSync(join(home.path, '.netrc'), '');
  });

  test('a bearer token of git goes before it', async () => {
    guard('', 'Bearer abc');
    await pushAndFetch(trusting({ [`http.${server.origin}.extraHeader`]: 'Authorization: Bearer abc' }));
  });

  test('a server that asks only when something is pushed', async () => {
    guard('POST /fleet.git/git-receive-pack', basic);
    await pushAndFetch(
      trusting({
        'credential.helper': `!f() { test "$1" = get && printf 'username=robot\\npassword=${password}\\n'; true; }; f`,
      }),
    );
  });

  test.each([
    ['true', `path=fleet.git`],
    ['false', `path=`],
  ])('credential.useHttpPath=%s', async (use, expected) => {
    const log = join(home.path, `asked-${use}`);
    guard('', basic);
    await pushAndFetch(
      trusting({
        'credential.useHttpPath': use,
        'credential.helper': `!f() { test "$1" = get && { sed -n 's/^path=//p' > ${log}; printf 'username=robot\\npassword=${password}\\n'; }; true; }; f`,
      }),
    );
    expect(`path=${readFileSync(log, 'utf8').trim()}`).toBe(expected);
  });
});

test('http.followRedirects=false is obeyed', async () => {
  server.intercept = (request) =>
    request.includes('/old.git/')
      ? { status: 302, headers: { Location: `${server.origin}${request.slice(4).replace('old', 'fleet')}` } }
      : undefined;
  const trusted = { 'http.sslCAInfo': certificates.authority };
  const url = `${server.origin}/old.git`;
  const follows = await remoteAt(configured(trusted), url);
  await expect(follows.listRefs(['refs/'])).resolves.toBeInstanceOf(Map);
  await follows.close();
  const stays = await remoteAt(configured({ ...trusted, 'http.followRedirects': 'false' }), url);
  await expect(stays.listRefs(['refs/'])).rejects.toThrow(/followRedirects/);
  await stays.close();
});
