import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/model/endpoint.ts';
import type { ProbeResult } from '../../../src/model/health.ts';
import { probeFleet } from '../../../src/pipeline/health/probe-fleet.ts';
import { startApiServer, status } from '../../support/api-server.ts';
import type { ApiServer } from '../../support/api-server.ts';
import { makeCertificates } from '../../support/certificates.ts';
import type { Certificates } from '../../support/certificates.ts';
import { temporaryFolder } from '../../support/git-repository.ts';

let ours: Certificates;
let others: Certificates;
const servers: ApiServer[] = [];
const position = { file: 'clusters.yaml', line: 1, column: 1 };

beforeAll(() => {
  ours = makeCertificates(temporaryFolder().path);
  others = makeCertificates(temporaryFolder().path);
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function serve(
  ...args: Parameters<typeof startApiServer> extends [unknown, ...infer Rest] ? Rest : never
) {
  const server = await startApiServer(ours, ...args);
  servers.push(server);
  return server;
}

const endpoint = (url: string, more: Partial<Endpoint> = {}): Endpoint => ({
  ...{
    url,
    certificateAuthority: readFileSync(ours.authority, 'utf8'),
    verify: true,
    serverName: null,
    position,
  },
  ...more,
});

const options = {
  timeout: 400,
  allowLinkLocal: false,
  concurrency: 4,
  random: { hex: () => '', number: () => 0 },
  signal: new AbortController().signal,
};

async function probeOne(one: Endpoint, more: Partial<typeof options> = {}): Promise<ProbeResult | undefined> {
  return (await probeFleet(new Map([['c', one]]), { ...options, ...more }))[0];
}

describe('an API server', () => {
  test('that is ready is asked once, for /readyz below its path, without credentials', async () => {
    const server = await serve(status(200));
    expect(await probeOne(endpoint(`${server.url}/k8s/c-1`))).toMatchObject({ state: 'ready', reason: '' });
    expect(server.requests).toEqual(['GET /k8s/c-1/readyz']);
  });

  test.each([401, 403])('that answers %i is reachable', async (code) => {
    const server = await serve(status(code));
    expect(await probeOne(endpoint(server.url))).toMatchObject({ state: 'reachable' });
  });

  test('that answers 500 is asked three times, and missed', async () => {
    const server = await serve(status(500));
    expect(await probeOne(endpoint(server.url))).toMatchObject({ state: 'missed', reason: 'answers 500' });
    expect(server.requests).toHaveLength(3);
  });

  test('that recovers meanwhile is ready', async () => {
    let left = 2;
    const server = await serve((request, response) => {
      status(left-- > 0 ? 503 : 200)(request, response);
    });
    expect(await probeOne(endpoint(server.url))).toMatchObject({ state: 'ready' });
  });

  test('that redirects is missed, and nobody follows', async () => {
    const target = await serve(status(200));
    const server = await serve(status(302, { location: `${target.url}/readyz` }));
    expect(await probeOne(endpoint(server.url))).toMatchObject({
      state: 'missed',
      reason: expect.stringContaining('redirect') as string,
    });
    expect([server.requests.length, target.requests.length]).toEqual([1, 0]);
  });

  test('that hangs, or hangs up, is missed', async () => {
    const hanging = await serve(() => undefined);
    const resetting = await serve((request) => request.socket.destroy());
    expect(await probeOne(endpoint(hanging.url))).toMatchObject({
      state: 'missed',
      reason: 'no answer within 0.4 s',
    });
    expect(await probeOne(endpoint(resetting.url))).toMatchObject({ state: 'missed', reason: 'ECONNRESET' });
  });

  test('whose body never ends is ready all the same', async () => {
    const server = await serve((_, response) => void response.writeHead(200).write('o'));
    expect(await probeOne(endpoint(server.url))).toMatchObject({ state: 'ready' });
  });
});

describe('a certificate', () => {
  test('of another authority than the inventory names is not the cluster', async () => {
    const server = await serve(status(200));
    const one = endpoint(server.url, { certificateAuthority: readFileSync(others.authority, 'utf8') });
    expect(await probeOne(one)).toMatchObject({ state: 'missed' });
    expect(server.requests).toEqual([]);
  });

  test('of an authority that nobody names proves nothing, unless nobody is to look', async () => {
    const server = await serve(status(200));
    const one = endpoint(server.url, { certificateAuthority: null });
    expect(await probeOne(one)).toMatchObject({ state: 'unverified' });
    expect(await probeOne({ ...one, verify: false })).toMatchObject({ state: 'ready' });
  });

  test('must be for the host, or for the name that the inventory gives', async () => {
    const server = await serve(status(200));
    expect(await probeOne(endpoint(server.url, { serverName: 'api.test' }))).toMatchObject({
      state: 'ready',
    });
    expect(await probeOne(endpoint(server.url, { serverName: 'other.test' }))).toMatchObject({
      state: 'missed',
      reason: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID') as string,
    });
  });

  test('that is none is a miss, not a crash', async () => {
    const certificateAuthority = '-----BEGIN CERTIFICATE-----\nnonsense';
    const server = await serve(status(200));
    expect(await probeOne(endpoint(server.url, { certificateAuthority }))).not.toMatchObject({
      state: 'ready',
    });
  });
});

test('link-local and metadata addresses are not asked', async () => {
  for (const host of ['169.254.169.254', '[fd00:ec2::254]', '[::ffff:169.254.169.254]'])
    expect(await probeOne(endpoint(`https://${host}`))).toMatchObject({ state: 'notProbed' });
});

test('clusters that share an endpoint are asked once', async () => {
  const server = await serve(status(200));
  const shared = endpoint(server.url);
  const results = await probeFleet(new Map(['a', 'b', 'c'].map((name) => [name, shared])), options);
  expect(results.map(({ cluster, state }) => `${cluster} ${state}`)).toEqual([
    'a ready',
    'b ready',
    'c ready',
  ]);
  expect(server.requests).toHaveLength(1);
});

test('a host that lets no connection come about is left alone', async () => {
  const server = await startApiServer(ours, status(200));
  await server.close();
  const many = new Map([1, 2, 3, 4].map((n) => [`c${n}`, endpoint(`${server.url}/${n}`)]));
  const results = await probeFleet(many, { ...options, concurrency: 1 });
  expect(results.map(({ state }) => state)).toEqual(['missed', 'missed', 'missed', 'missed']);
  expect(results[0]).toMatchObject({ reason: 'ECONNREFUSED' });
  expect(results[3]).toMatchObject({ reason: expect.stringContaining('not asked') as string });
});

test('no more are asked at once than told', async () => {
  let [open, most] = [0, 0];
  const server = await serve((_, response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.writeHead(200).end();
    }, 20);
  });
  const many = new Map(Array.from({ length: 12 }, (_, n) => [`c${n}`, endpoint(`${server.url}/${n}`)]));
  await probeFleet(many, { ...options, concurrency: 3, timeout: 5000 });
  expect(most).toBeLessThanOrEqual(3);
});

test('an interruption ends it', async () => {
  const server = await serve(() => undefined);
  const controller = new AbortController();
  const probing = probeOne(endpoint(server.url), { signal: controller.signal, timeout: 60_000 });
  setTimeout(() => {
    controller.abort(new Error('stopped'));
  }, 50);
  await expect(probing).rejects.toThrow('stopped');
});
