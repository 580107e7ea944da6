import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commitObject } from '../../src/git/commit.ts';
import { gitObject } from '../../src/git/object.ts';
import { openRemote } from '../../src/git/open-remote.ts';
import { treeOf } from '../../src/git/tree.ts';
import type { GitRemote, PushRequest } from '../../src/model/git.ts';
import { RemoteError } from '../../src/model/remote-error.ts';
import { startFaultyProxy } from '../support/faulty-proxy.ts';
import type { CutPoint, FaultyProxy } from '../support/faulty-proxy.ts';
import { startGitHttpServer } from '../support/git-http-server.ts';
import type { GitHttpServer } from '../support/git-http-server.ts';
import { bareRepository, git, temporaryFolder } from '../support/git-repository.ts';
import { plainGit } from '../support/plain-git.ts';

/** Places in each direction; with MCP_SOAK at nearly every byte. */
const places = process.env['MCP_SOAK'] === undefined ? 9 : 2000;

const folder = temporaryFolder();
const repository = bareRepository(join(folder.path, 'fleet.git'));
let server: GitHttpServer;
let proxy: FaultyProxy;
const expected = new Map<string, string>();

const remoteAt = (origin: string): Promise<GitRemote> =>
  openRemote(`${origin}/fleet.git`, {
    cacheDirectory: join(folder.path, 'cache'),
    environment: plainGit(folder.path),
    idleTimeout: 300,
  });

let serial = 0;
/** A push of three new branches; every call others. */
function aPush(): PushRequest {
  serial += 1;
  const blob = gitObject('blob', Buffer.from(`${serial}\n`.padEnd(5000, `${serial} `)));
  const tree = treeOf([{ path: 'a.yaml', id: blob.id }]);
  const author = { name: 'mcp', email: 'mcp@example.com' };
  const commits = ['a', 'b', 'c'].map((name) =>
    commitObject({ tree: tree.id, parents: [], author, time: new Date(0), message: `${serial}${name}\n` }),
  );
  return {
    updates: commits.map(({ id }, index) => ({
      ref: `refs/heads/cut-${serial}-${index}`,
      oldId: null,
      newId: id,
    })),
    objects: [blob, ...tree.objects, ...commits],
  };
}

beforeAll(async () => {
  server = await startGitHttpServer(folder.path);
  proxy = await startFaultyProxy(Number(new URL(server.origin).port));
});
afterAll(async () => {
  await proxy.close();
  await server.close();
  folder[Symbol.dispose]();
});

/** The client's verdict on a push through the proxy; what it claims has to be true of the server afterwards. */
async function pushThrough(cut: CutPoint): Promise<'done' | 'refused' | 'unknown'> {
  const push = aPush();
  const remote = await remoteAt(proxy.origin);
  proxy.begin(cut);
  try {
    const results = await remote.push(push);
    expect(results.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    for (const { ref, newId } of push.updates) expected.set(ref, newId!);
    return 'done';
  } catch (error) {
    expect(error).toBeInstanceOf(RemoteError);
    // A server may still answer to a request that was cut off, if it hears of the end.
    const isTold = cut.how === 'halfClose' && String(error).includes('HTTP 400');
    if (!isTold) expect(error).toMatchObject({ code: 'REMOTE_UNREACHABLE', transient: true });
    const { mayHaveArrived } = error as RemoteError;
    if (!mayHaveArrived) for (const { ref } of push.updates) expected.set(ref, '');
    return mayHaveArrived ? 'unknown' : 'refused';
  } finally {
    await remote.close();
  }
}

test.each<[CutPoint['direction'], CutPoint['how']]>([
  ['up', 'reset'],
  ['down', 'reset'],
  ['up', 'halfClose'],
  ['down', 'halfClose'],
  ['up', 'stall'],
  ['down', 'stall'],
])('%s: %s anywhere in a push', { timeout: 600_000 }, async (direction, how) => {
  const whole = await remoteAt(proxy.origin);
  proxy.begin(null);
  await whole.push(aPush());
  await whole.close();
  const total = proxy.passed[direction];
  expect(total).toBeGreaterThan(400);
  const verdicts = new Set<string>();
  const steps = how === 'stall' ? Math.min(Math.ceil(places / 3), 200) : places;
  for (let step = 0; step < steps; step += 1) {
    // From the first byte of the exchange to the last but one.
    const after = Math.floor((step * (total - 1)) / Math.max(steps - 1, 1));
    verdicts.add(await pushThrough({ direction, after, how }));
  }
  // The places reach what comes before the push and the push itself; a server that hears of an early end refuses it.
  const isTold = direction === 'up' && how === 'halfClose';
  expect([...verdicts]).toEqual(expect.arrayContaining(isTold ? ['refused'] : ['refused', 'unknown']));
});

test('afterwards the server holds what was said, wholly, and no half of anything', async () => {
  // What was cut off may still be at work.
  await sleep(200);
  proxy.begin(null);
  const remote = await remoteAt(server.origin);
  const refs = await remote.listRefs(['refs/heads/']);
  await remote.close();
  expect(expected.size).toBeGreaterThan(20);
  for (const [ref, id] of expected) expect([ref, refs.get(ref) ?? '']).toEqual([ref, id]);
  expect(git(repository, 'fsck', '--strict', '--connectivity-only')).toBe('');
  expect(git(repository, 'fsck', '--strict').replace(/^dangling .*\n?/gm, '')).toBe('');
});
