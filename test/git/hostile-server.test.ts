import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openRemote } from '../../src/git/open-remote.ts';
import { flushPacket, packetLine } from '../../src/git/pkt-line.ts';
import type { GitRemote } from '../../src/model/git.ts';
import { temporaryFolder } from '../support/git-repository.ts';
import { plainGit } from '../support/plain-git.ts';

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Iterable<Uint8Array>;
}

const folder = temporaryFolder();
const id = 'a'.repeat(40);
const all = 'report-status delete-refs side-band-64k atomic object-format=sha1';
const section = (...lines: readonly string[]) => Buffer.concat([...lines.map(packetLine), flushPacket]);
const push = { updates: [{ ref: 'refs/heads/a', oldId: id, newId: null }], objects: [] };
let server: Server;
let remote: GitRemote;
let advertisement: Reply;
let answer: Reply;
let sent = 0;

/** The same bytes without end. */
function* endless(head: Uint8Array, piece: Uint8Array): Generator<Uint8Array> {
  yield head;
  const block = Buffer.concat(Array.from({ length: Math.ceil(65_536 / piece.length) }, () => piece));
  for (;;) {
    sent += block.length;
    yield block;
  }
}

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    const service = /git-(upload|receive)-pack/.exec(request.url ?? '')?.[0] ?? '';
    const { status = 200, headers, body } = request.method === 'GET' ? advertisement : answer;
    response.writeHead(status, { 'Content-Type': `application/x-${service}-advertisement`, ...headers });
    pipeline(Readable.from(body, { objectMode: true }), response).catch(() => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(async () => {
  sent = 0;
  advertisement = { body: [section(`${id} refs/heads/a\0${all}\n`)] };
  remote = await openRemote(`http://127.0.0.1:${(server.address() as AddressInfo).port}/fleet.git`, {
    cacheDirectory: join(folder.path, 'cache'),
    environment: plainGit(folder.path),
    idleTimeout: 400,
  });
  return () => remote.close();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  folder[Symbol.dispose]();
});

test.each<[string, () => Reply, RegExp]>([
  [
    'refs without end',
    () => ({
      body: endless(packetLine(`${id} HEAD\0${all}\n`), packetLine(`${id} refs/heads/${'a'.repeat(900)}\n`)),
    }),
    /without end/,
  ],
  [
    'one packet that is too large',
    () => ({ body: [Buffer.from('fff1'), Buffer.alloc(70_000, 97)] }),
    /pkt-line/,
  ],
  ['an id that is none', () => ({ body: [section(`${'z'.repeat(40)} HEAD\0${all}\n`)] }), /no ref/],
  ['a name with a line feed', () => ({ body: [section(`${id} refs/heads/a\nb\0${all}\n`)] }), /a ref named/],
  ['a name that leaves refs', () => ({ body: [section(`${id} refs/heads/../x\0${all}\n`)] }), /a ref named/],
  [
    'compressed zeros that nobody asked for',
    () => ({ headers: { 'Content-Encoding': 'gzip' }, body: [gzipSync(Buffer.alloc(10_000_000))] }),
    /pkt-line/,
  ],
  [
    'an error that never ends',
    () => ({ status: 418, body: endless(Buffer.of(), Buffer.from('tea ')) }),
    /HTTP 418/,
  ],
])('an advertisement: %s', async (_, reply, message) => {
  advertisement = reply();
  await expect(remote.listRefs(['refs/'])).rejects.toMatchObject({
    code: 'REMOTE_PROTOCOL',
    message: expect.stringMatching(message),
  });
  expect(sent).toBeLessThan(120 * 1024 * 1024);
});

test('a length of 10 GB is not believed', async () => {
  advertisement = {
    headers: { 'Content-Length': '10000000000' },
    body: [section(`${id} refs/heads/a\0${all}\n`)],
  };
  await expect(remote.listRefs(['refs/'])).resolves.toEqual(new Map([['refs/heads/a', id]]));
});

test.each<[string, () => Iterable<Uint8Array>, RegExp]>([
  [
    'messages without end',
    () => endless(Buffer.of(), packetLine(`\u0002${'working '.repeat(100)}`)),
    /without end/,
  ],
  ['garbage in the first band', () => [section('\u0001<html>')], /pkt-line/],
  ['a band that there is not', () => [section('\u0007x')], /band of number 7/],
  ['a report of nothing', () => [section('\u00010000')], /unpack/],
  [
    'an "ok" that is not one',
    () => [section(`\u0001${section('unpack ok', 'okay refs/heads/a').toString()}`)],
    /report line/,
  ],
])('a report: %s', async (_, body, message) => {
  answer = { body: body() };
  await expect(remote.push(push)).rejects.toMatchObject({
    code: 'REMOTE_PROTOCOL',
    message: expect.stringMatching(message),
    mayHaveArrived: true,
  });
  expect(sent).toBeLessThan(120 * 1024 * 1024);
});
