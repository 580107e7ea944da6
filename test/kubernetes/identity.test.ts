import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ApiClient } from '../../src/kubernetes/api-client.ts';
import { findConnection } from '../../src/kubernetes/kubeconfig.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { FakeHub } from '../support/fake-hub.ts';
import { startFakeHub } from '../support/fake-hub.ts';
import { runContext } from '../support/run-context.ts';

let hub: FakeHub;
beforeAll(async () => {
  hub = await startFakeHub();
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.fault = () => undefined;
  hub.seen.length = 0;
});

const asked = { verb: 'get', group: null, resource: '', namespace: null } as const;
const limits = { size: 2 ** 20, idle: 300, total: 600 };

async function ask(
  kubeconfig: string | null,
  environment: NodeJS.ProcessEnv = {},
  context = runContext(),
  pluginTimeout = 10_000,
): Promise<unknown> {
  const options = { environment, home: hub.folder, serviceAccountFolder: join(hub.folder, 'account') };
  const connection = findConnection({ kubeconfig, context: null }, options);
  const variables = { PATH: process.env['PATH'], ...environment };
  const client = new ApiClient(connection, { environment: variables, context, limits, pluginTimeout });
  try {
    return await client.get('/apis', asked);
  } finally {
    await client.close();
  }
}
const failure = (...args: Parameters<typeof ask>) =>
  ask(...args).then(
    () => null,
    (error: unknown) => error,
  );
const last = (name: string) => hub.seen.at(-1)?.[name];

function script(body: string): JsonObject {
  const path = join(hub.folder, 'plugin');
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return { apiVersion: 'client.authentication.k8s.io/v1', command: './plugin', interactiveMode: 'Never' };
}
const answerOf = (status: object) =>
  JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status });

describe('who mcp is at a hub', () => {
  test('a token, a file with a token that goes before it, a name with a password', async () => {
    await ask(hub.kubeconfig({ token: 'one' }));
    expect(last('authorization')).toBe('Bearer one');
    writeFileSync(join(hub.folder, 'token'), 'two\n');
    await ask(hub.kubeconfig({ token: 'one', tokenFile: 'token' }));
    expect(last('authorization')).toBe('Bearer two');
    await ask(hub.kubeconfig({ username: 'ada', password: 'x' }));
    expect(last('authorization')).toBe(`Basic ${Buffer.from('ada:x').toString('base64')}`);
  });

  test('a certificate, in files or in the kubeconfig', async () => {
    const { cert, key } = hub.certificates.client;
    await ask(hub.kubeconfig({ 'client-certificate': cert, 'client-key': key }));
    expect(hub.clientName).toBe('client');
    const data = (path: string) => readFileSync(path).toString('base64');
    hub.clientName = undefined;
    await ask(hub.kubeconfig({ 'client-certificate-data': data(cert), 'client-key-data': data(key) }));
    expect(hub.clientName).toBe('client');
  });

  test('somebody else, where the kubeconfig says so', async () => {
    await ask(hub.kubeconfig({ token: 'one', as: 'auditor', 'as-groups': ['a', 'b'] }));
    expect([last('impersonate-user'), last('impersonate-group')]).toEqual(['auditor', 'a, b']);
  });

  test('what a plugin says, which is told about the cluster and asked again when it is refused', async () => {
    const exec = script(
      `echo "$KUBERNETES_EXEC_INFO" > "${hub.folder}/info"; echo x >> "${hub.folder}/calls"
       echo '${answerOf({ token: 'TOKEN' })}' | sed "s/TOKEN/token-$(grep -c x "${hub.folder}/calls")$1$EXTRA/"`,
    );
    hub.fault = (_, { authorization }) =>
      authorization === 'Bearer token-2-arg-env' ? undefined : { status: 401 };
    const more = { args: ['-arg'], env: [{ name: 'EXTRA', value: '-env' }], provideClusterInfo: true };
    await ask(hub.kubeconfig({ exec: { ...exec, ...more } }));
    expect(hub.seen.map(({ authorization }) => authorization)).toEqual([
      'Bearer token-1-arg-env',
      'Bearer token-2-arg-env',
    ]);
    const info = JSON.parse(readFileSync(join(hub.folder, 'info'), 'utf8')) as JsonObject;
    expect(info).toMatchObject({ spec: { interactive: false, cluster: { server: hub.server } } });
  });

  test('the service account of the pod, where there is no kubeconfig', async () => {
    const { port, hostname } = new URL(hub.server);
    mkdirSync(join(hub.folder, 'account'));
    writeFileSync(join(hub.folder, 'account/token'), 'pod');
    writeFileSync(join(hub.folder, 'account/ca.crt'), readFileSync(hub.certificates.authority));
    await ask(null, { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port });
    expect(last('authorization')).toBe('Bearer pod');
  });

  test('of several kubeconfigs the first that says something, and files that are not there are passed over', async () => {
    const first = join(hub.folder, 'first');
    writeFileSync(first, JSON.stringify({ users: [{ name: 'me', user: { token: 'first' } }] }));
    const listed = [join(hub.folder, 'absent'), first, hub.kubeconfig({ token: 'second' })].join(':');
    await ask(null, { KUBECONFIG: listed });
    expect(last('authorization')).toBe('Bearer first');
  });

  test('goes through the proxy that the kubeconfig names', async () => {
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', ({ url = '' }, socket) => {
      tunnels.push(url);
      const upstream = connect(Number(new URL(hub.server).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    await ask(hub.kubeconfig({ token: 'one' }, { 'proxy-url': url }));
    expect(tunnels).toEqual([new URL(hub.server).host]);
    proxy.closeAllConnections();
    proxy.close();
  });
});

describe('what is refused', () => {
  test.each([
    ['an expired token', { token: 'canary' }, 'HUB_AUTH', /does not accept the credentials: HTTP 401/],
    ['half a certificate', { 'client-key-data': 'Y2FuYXJ5' }, 'INVENTORY_FAILED', /needs both/],
    ['text that is not base64', { 'client-key-data': 'canary!' }, 'INVENTORY_FAILED', /not base64/],
    ['a file that is not there', { tokenFile: '/nowhere' }, 'HUB_AUTH', /cannot be read from \/nowhere/],
    ['a token that would end the header', { token: 'canary\r\nx: y' }, 'HUB_AUTH', /a header can hold/],
    ['a provider of old', { 'auth-provider': { name: 'gcp' } }, 'INVENTORY_FAILED', /was removed/],
    ['a number for a token', { token: 5 }, 'INVENTORY_FAILED', /token must be text/],
    ['more of impersonation', { as: 'a', 'as-uid': 'canary' }, 'INVENTORY_FAILED', /as-uid/],
  ])('%s', async (_, user, code, message) => {
    hub.fault = () => ({ status: 401, body: '{"message":"canary","reason":"Unauthorized"}' });
    const error = await failure(hub.kubeconfig(user));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(JSON.stringify(error) + String(error)).not.toContain('canary');
  });

  test.each([
    ['fails', 'echo canary >&2; exit 3', /plugin ended with 3/],
    ['prints no JSON', 'echo canary', /printed no JSON/],
    ['prints another kind', `echo '{"token":"canary"}'`, /printed no ExecCredential/],
    ['prints nothing of use', `echo '${answerOf({})}'`, /neither a token nor a certificate/],
    ['prints without end', 'yes canary', /more than 1 MB/],
    ['leaves a child that holds its output', 'sleep 60 & sleep 60', /did not answer within 0.3 s/],
  ])('a plugin that %s', async (_, body, message) => {
    const error = await failure(hub.kubeconfig({ exec: script(body) }), {}, runContext(), 300);
    expect(error).toMatchObject({ code: 'HUB_AUTH', message: expect.stringMatching(message) });
    expect(JSON.stringify(error) + String(error)).not.toContain('canary');
  });

  test('a plugin that is not there, one of another version, one that wants a terminal', async () => {
    const exec = script('');
    expect(
      await failure(hub.kubeconfig({ exec: { ...exec, command: 'no-such-plugin', installHint: 'Get it.' } })),
    ).toMatchObject({
      code: 'HUB_AUTH',
      message: 'The credential plugin no-such-plugin is not to be found.',
      hint: expect.stringContaining('Get it.'),
    });
    const beta = { ...exec, apiVersion: 'client.authentication.k8s.io/v1alpha1' };
    expect(await failure(hub.kubeconfig({ exec: beta }))).toMatchObject({ code: 'INVENTORY_FAILED' });
    const always = { ...exec, interactiveMode: 'Always' };
    expect(await failure(hub.kubeconfig({ exec: always }))).toMatchObject({ message: /at a terminal/ });
  });

  test('a plugin when the run is interrupted', async () => {
    const controller = new AbortController();
    const asking = failure(
      hub.kubeconfig({ exec: script('sleep 60') }),
      {},
      runContext({ signal: controller.signal }),
    );
    await sleep(50);
    controller.abort(new Error('interrupted'));
    expect(await asking).toEqual(new Error('interrupted'));
  });

  test.each([
    [
      'another authority',
      { 'certificate-authority': undefined },
      /self-signed|unable to verify|certificate/i,
    ],
    ['another name', { 'tls-server-name': 'other.example' }, /other\.example/],
    ['a port where nobody is', { server: 'https://127.0.0.1:1' }, /ECONNREFUSED/],
  ])('a server behind %s', async (_, cluster, message) => {
    expect(await failure(hub.kubeconfig(undefined, cluster as unknown as JsonObject))).toMatchObject({
      code: 'HUB_UNREACHABLE',
      message: expect.stringMatching(message),
    });
  });

  test('a server that keeps silent', async () => {
    const silent = createServer();
    silent.on('connection', (socket) => socket.pause());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const server = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    expect(await failure(hub.kubeconfig(undefined, { server }))).toMatchObject({
      code: 'HUB_UNREACHABLE',
      message: /no answer within 0.3 s/,
    });
    silent.closeAllConnections();
    silent.close();
  });

  test.each([
    [{ server: 'ftp://hub' }, /no http or https URL/],
    [{ server: 'https://ada:canary@hub' }, /holds credentials/],
    [{ 'proxy-url': 'socks5://canary' }, /http and https proxies only/],
  ])('a cluster such as %j', async (cluster, message) => {
    const error = await failure(hub.kubeconfig(undefined, cluster));
    expect(error).toMatchObject({ code: 'INVENTORY_FAILED', message: expect.stringMatching(message) });
    expect(String(error)).not.toContain('canary');
  });

  test('a kubeconfig that is not there, or no YAML', async () => {
    expect(await failure(null)).toMatchObject({
      code: 'INVENTORY_FAILED',
      message: /There is no kubeconfig at/,
    });
    const broken = join(hub.folder, 'broken');
    writeFileSync(broken, 'token: "canary');
    const error = await failure(broken);
    expect(error).toMatchObject({ code: 'INVENTORY_FAILED', position: { file: broken } });
    expect(String(error)).not.toContain('canary');
  });
});
