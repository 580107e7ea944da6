import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openRemote } from '../../../src/git/open-remote.ts';
import { emptyTree } from '../../../src/git/tree.ts';
import type { GitRemote } from '../../../src/model/git.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import type { Timer } from '../../../src/model/ports.ts';
import { deliver } from '../../../src/pipeline/deliver/index.ts';
import type { DeliverInput } from '../../../src/pipeline/deliver/delivery.ts';
import { systemTimer } from '../../../src/runtime/system-timer.ts';
import { fastTimer } from '../../support/fast-timer.ts';
import { skippingTimer } from '../../support/skipping-timer.ts';
import { startGitHttpServer } from '../../support/git-http-server.ts';
import type { Fault, GitHttpServer } from '../../support/git-http-server.ts';
import { bareRepository, git, temporaryFolder, writeHook } from '../../support/git-repository.ts';
import { change, contextAt, planOf, treeWith } from './plans.ts';

const folder = temporaryFolder();
let server: GitHttpServer;
let repository: string;
let remote: GitRemote;
let serial = 0;

const runId = (second: number) => `20261124T1046${second}Z-1f2e3d`;
const one = treeWith({
  'pod-security/_cluster/Namespace-a.yaml': 'kind: Namespace\n',
  'x/y.yaml': 'kind: X\n',
});
const two = treeWith({
  'pod-security/_cluster/Namespace-a.yaml': 'kind: Namespace\n',
  'x/y.yaml': 'kind: Y\n',
});
const branch = (name: string) => `refs/heads/cluster/${name}`;
const tip = (name: string) => git(repository, 'rev-parse', branch(name));
const brief = (outcomes: readonly Outcome[]) => outcomes.map(({ cluster, kind }) => `${cluster} ${kind}`);
/** Lets the requests of this kind go wrong, as often as said. */
function fail(part: string, fault: Fault, times = 1): void {
  let left = times;
  server.intercept = (request) => (request.includes(part) && left-- > 0 ? fault : undefined);
}
interface RunOptions extends Partial<Pick<DeliverInput, 'timeout' | 'relationOf'>> {
  readonly id?: string;
  readonly signal?: AbortSignal;
  readonly timer?: Timer;
}
const run = (
  plan: ReturnType<typeof planOf>,
  { id = runId(33), signal = new AbortController().signal, timer = systemTimer, ...more }: RunOptions = {},
) =>
  deliver(
    {
      ...{
        plan,
        runId: id,
        remote,
        toolVersion: '1.2.3',
        timeout: 30_000,
        relationOf: undefined,
        signer: null,
      },
      ...more,
    },
    contextAt('2026-11-24T10:46:33Z', signal, timer),
  );
const pushes = () => server.requests.filter((request) => /^POST .*\/git-receive-pack$/.test(request)).length;
/** Another job, of this repository or another, at another time. */
const otherJob = (plan: ReturnType<typeof planOf>, id: string) => async () => {
  const own = await openRemote(repository, { cacheDirectory: join(folder.path, 'cache') });
  await deliver(
    { plan, runId: id, remote: own, toolVersion: '1', timeout: 30_000, relationOf: undefined, signer: null },
    contextAt('2026-11-24T10:47:00Z'),
  );
  await own.close();
};

beforeAll(async () => {
  server = await startGitHttpServer(folder.path);
});
beforeEach(async () => {
  serial += 1;
  repository = bareRepository(join(folder.path, `fleet${serial}.git`));
  server.intercept = () => undefined;
  server.requests.length = 0;
  remote = await openRemote(`${server.origin}/fleet${serial}.git`, {
    cacheDirectory: join(folder.path, 'cache'),
  });
  return () => remote.close();
});
afterAll(async () => {
  await server.close();
  folder[Symbol.dispose]();
});

describe('a delivery', () => {
  test('is one push for all branches; each commit says where it comes from', async () => {
    const plan = planOf([change('a', { tree: one }), change('b', { tree: one }), change('c', { tree: two })]);
    const outcomes = await run(plan);
    expect(brief(outcomes)).toEqual(['a created', 'b created', 'c created']);
    expect(server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
    expect(outcomes[0]).toMatchObject({
      tip: tip('a'),
      tree: one.id,
      branch: 'cluster/a',
      attempts: 1,
      message: '',
    });
    expect(git(repository, 'log', '--format=%an <%ae> %at %ct%n%B', branch('a'))).toBe(
      [
        'mcp <mcp@example.com> 1795517193 1795517193',
        'Deliver the baseline to a',
        '',
        'Mcp-Fleet: acme',
        'Mcp-Cluster: a',
        `Mcp-Run: ${runId(33)}`,
        `Mcp-Source: https://git.example.com/policies.git@${'a'.repeat(40)}`,
        `Mcp-Baselines: pod-security@${tip('a:pod-security')}, network`,
        'Mcp-Evaluation: digest',
        'Mcp-Version: 1.2.3',
      ].join('\n'),
    );
    expect(git(repository, 'show', `${branch('c')}:x/y.yaml`)).toBe('kind: Y');
    expect(git(repository, 'fsck', '--strict', '--full')).toBe('');
  });

  test('follows the tip, and gives up nothing of the history when a baseline goes', async () => {
    await run(planOf([change('a', { tree: one }), change('b', { tree: one })]));
    const [a, b] = [tip('a'), tip('b')];
    const outcomes = await run(
      planOf([
        change('a', { tree: two, tip: a }),
        { ...change('b', { tip: b }), action: 'remove', baselines: [], evaluation: null },
      ]),
    );
    expect(brief(outcomes)).toEqual(['a updated', 'b removed']);
    expect(git(repository, 'rev-parse', `${branch('a')}^`, `${branch('b')}^`)).toBe(`${a}\n${b}`);
    expect(git(repository, 'rev-parse', `${branch('b')}^{tree}`)).toBe(emptyTree.id);
    expect(git(repository, 'log', '-1', '--format=%s', branch('b'))).toBe('Remove the baseline from b');
    expect(git(repository, 'fsck', '--strict', '--full')).toBe('');
  });

  test('of nothing asks nothing', async () => {
    const outcomes = await run(
      planOf([
        { ...change('a', { tree: one, tip: '1'.repeat(40) }), action: 'unchanged', currentTree: one.id },
        { ...change('b'), action: 'blocked', blocked: { reason: 'policy', message: 'pod-privileged' } },
        { ...change('c', { tip: '2'.repeat(40) }), action: 'keep' },
        { ...change('d'), action: 'remove' },
      ]),
    );
    expect(outcomes.map(({ kind, message }) => [kind, message])).toEqual([
      ['unchanged', ''],
      ['blocked', 'pod-privileged'],
      ['kept', ''],
      ['removed', ''],
    ]);
    expect(server.requests).toEqual([]);
  });

  test('makes the same commits from the same plan', async () => {
    const plan = planOf([change('a', { tree: one })]);
    const [first] = await run(plan);
    rmSync(repository, { recursive: true });
    bareRepository(repository);
    const [second] = await run(plan);
    expect(second).toEqual(first);
  });

  test.each([
    ['a tree is missing', { ...planOf([change('a', { tree: one })]), trees: [] }],
    ['a blob is missing', { ...planOf([change('a', { tree: one })]), blobs: {} }],
    [
      'a blob was edited',
      {
        ...planOf([change('a', { tree: one })]),
        blobs: Object.fromEntries(Object.keys(one.blobs).map((id) => [id, 'evil'])),
      },
    ],
    [
      'a tree was edited',
      { ...planOf([change('a', { tree: one })]), trees: [{ id: one.id, files: two.files }] },
    ],
    ['a branch is none', planOf([{ ...change('a', { tree: one }), branch: 'a b' }])],
  ])('of a plan that contradicts itself: %s', async (_, plan) => {
    await expect(run({ ...planOf([change('a', { tree: two })]), ...plan })).rejects.toMatchObject({
      code: 'PLAN_INVALID',
    });
    expect(server.requests.filter((request) => request.startsWith('POST'))).toEqual([]);
  });
});

describe('a race between listing and push', () => {
  const plan = planOf([change('a', { tree: one }), change('b', { tree: one })]);
  const before = (job: () => Promise<void>) => {
    fail('POST', { before: job });
  };

  test('another job delivered the same: nothing is left to do', async () => {
    before(otherJob(planOf([change('a', { tree: one })]), runId(40)));
    expect(brief(await run(plan))).toEqual(['a unchanged', 'b created']);
  });

  test('a later run of the same repository wins', async () => {
    before(otherJob(planOf([change('a', { tree: two })]), runId(40)));
    const outcomes = await run(plan);
    expect(outcomes).toMatchObject([
      { kind: 'superseded', tip: tip('a'), tree: two.id, message: expect.stringContaining(runId(40)) },
      { kind: 'created', attempts: 1 },
    ]);
    expect(git(repository, 'rev-list', '--count', branch('a'))).toBe('1');
  });

  test('an earlier run does not: ours goes on top of it', async () => {
    before(otherJob(planOf([change('a', { tree: two })]), runId(10)));
    const outcomes = await run(plan);
    expect(outcomes).toMatchObject([
      { kind: 'created', attempts: 2, tip: tip('a') },
      { kind: 'created', attempts: 1 },
    ]);
    expect(git(repository, 'log', '--format=%T', branch('a'))).toBe(`${one.id}\n${two.id}`);
  });

  test.each([
    ['newer', 10, 'superseded'],
    ['older', 40, 'created'],
  ] as const)('their commit is %s: that counts before the times of the runs', async (relation, id, kind) => {
    before(otherJob(planOf([change('a', { tree: two })]), runId(id)));
    const relationOf = () => Promise.resolve(relation);
    expect(await run(plan, { relationOf })).toMatchObject([{ kind }, { kind: 'created' }]);
  });

  test('a later run of another repository says nothing about what is newer', async () => {
    const source = { repository: 'https://git.example.com/other.git', commit: 'b'.repeat(40), ref: 'HEAD' };
    before(otherJob({ ...planOf([change('a', { tree: two })]), source }, runId(40)));
    expect(brief(await run(plan))).toEqual(['a created', 'b created']);
  });

  test('a branch that somebody else made stays theirs', async () => {
    const foreign = git(repository, 'commit-tree', '-m', 'Mine', git(repository, 'mktree'));
    before(() => Promise.resolve(void git(repository, 'update-ref', branch('a'), foreign)));
    expect(await run(plan)).toMatchObject([{ kind: 'blocked', tip: null }, { kind: 'created' }]);
    expect(tip('a')).toBe(foreign);
  });

  test('a branch of ours that somebody pushed to gets its content back, and keeps their commit', async () => {
    await run(plan);
    const old = tip('a');
    const foreign = git(repository, 'commit-tree', '-p', old, '-m', 'By hand', `${old}^{tree}`);
    before(() => Promise.resolve(void git(repository, 'update-ref', branch('a'), foreign)));
    expect(await run(planOf([change('a', { tree: two, tip: old })]))).toMatchObject([
      { kind: 'updated', attempts: 2 },
    ]);
    expect(git(repository, 'log', '--format=%H', branch('a'))).toBe(`${tip('a')}\n${foreign}\n${old}`);
  });

  test.each(['update', 'remove'] as const)('the branch was deleted: %s', async (action) => {
    await run(plan);
    const old = tip('a');
    before(() => Promise.resolve(void git(repository, 'update-ref', '-d', branch('a'))));
    const [outcome] = await run(planOf([{ ...change('a', { tree: two, tip: old }), action }]));
    if (action === 'remove') expect(outcome).toMatchObject({ kind: 'removed', tip: null });
    else expect(outcome).toMatchObject({ kind: 'updated', tip: tip('a') });
  });

  test('jobs at the same time: the latest run has the last word on every branch', async () => {
    const treeOfJob = (second: number) => treeWith({ 'x.yaml': `kind: X${second}\n` });
    const jobs = [10, 20, 30, 40].map((second) =>
      otherJob(
        planOf(['a', 'b', 'c'].map((name) => change(name, { tree: treeOfJob(second) }))),
        runId(second),
      ),
    );
    await Promise.all(jobs.map((job) => job()));
    for (const name of ['a', 'b', 'c']) {
      expect(git(repository, 'rev-parse', `${branch(name)}^{tree}`)).toBe(treeOfJob(40).id);
    }
    expect(git(repository, 'fsck', '--strict', '--full', '--no-dangling')).toBe('');
  });
});

describe('a server that refuses', () => {
  test('one branch holds up no other; the words of its hook are the reason', async () => {
    writeHook(repository, 'update', 'case "$1" in */a) echo "freeze until Monday" >&2; exit 1;; esac');
    const outcomes = await run(planOf([change('a', { tree: one }), change('b', { tree: one })]));
    expect(outcomes).toMatchObject([
      {
        kind: 'failed',
        attempts: 5,
        tip: null,
        tree: null,
        message: expect.stringContaining('freeze until Monday'),
      },
      { kind: 'created', attempts: 1 },
    ]);
  });

  test('for a while is tried again', async () => {
    writeHook(repository, 'update', 'test -e "$GIT_DIR/seen" || { touch "$GIT_DIR/seen"; exit 1; }');
    expect(await run(planOf([change('a', { tree: one })]))).toMatchObject([{ kind: 'created', attempts: 2 }]);
  });
});

describe('a connection that breaks', () => {
  const plan = planOf([change('a', { tree: one }), change('b', { tree: two })]);

  test.each<[string, Fault]>([
    ['in the middle of the request', { cutRequestAfter: 100 }],
    ['after the request, before the answer', { cutResponseAfter: 0 }],
    ['in the middle of the report', { cutResponseAfter: 30 }],
    ['with a status of the proxy', { status: 502 }],
    ['with an answer that is none', { status: 200, body: 'hello' }],
  ])('%s: the branches are looked at before anything is sent again', async (_, fault) => {
    fail('POST', fault);
    expect(brief(await run(plan))).toEqual(['a created', 'b created']);
    const steps = server.requests
      .filter((request) => request.startsWith('POST'))
      .map((request) => request.split('-')[1]);
    expect(steps.slice(0, 2)).toEqual(['receive', 'upload']);
    expect(steps.length).toBeLessThan(5);
    expect(git(repository, 'rev-list', '--all', '--count')).toBe('2');
    expect(git(repository, 'fsck', '--strict', '--full')).toBe('');
  });

  test('wherever it breaks, every branch is whole and delivered once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1500), fc.boolean(), async (bytes, request) => {
        rmSync(repository, { recursive: true });
        bareRepository(repository);
        fail('POST', request ? { cutRequestAfter: bytes } : { cutResponseAfter: bytes });
        expect(brief(await run(plan))).toEqual(['a created', 'b created']);
        expect(git(repository, 'rev-list', '--all', '--count')).toBe('2');
      }),
      { numRuns: 5 },
    );
  });

  test('and stays broken is an error, not a list of failures', async () => {
    fail('/git-receive-pack', { status: 503 }, 99);
    await expect(run(plan)).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
    expect(pushes()).toBe(5);
  });

  test('so that not even a look is possible: nothing is sent a second time', async () => {
    fail('POST', { status: 503 }, 99);
    await expect(run(plan)).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
    expect(pushes()).toBe(1);
  });

  test('and stays broken after the push arrived is found out by looking', async () => {
    server.intercept = (request) =>
      request.endsWith('/git-receive-pack') ? { cutResponseAfter: 0 } : undefined;
    expect(brief(await run(plan))).toEqual(['a created', 'b created']);
  });

  test('Retry-After is waited for', async () => {
    fail('POST', { status: 503, headers: { 'Retry-After': '7' } });
    const timer = skippingTimer();
    expect(brief(await run(plan, { timer }))).toEqual(['a created', 'b created']);
    expect(timer.pauses).toContain(7000 + 0.05 * 250);
  });

  test('Retry-After beyond spec.delivery.timeout is not', async () => {
    fail('POST', { status: 429, headers: { 'Retry-After': '40' } });
    await expect(run(plan)).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE', retryAfterMs: 40_000 });
    expect(pushes()).toBe(1);
  });

  test('and says nothing until the time is over', async () => {
    fail('POST', { before: () => systemTimer.pause(1000) }, 99);
    await expect(run(plan, { timeout: 300 })).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
    expect(pushes()).toBe(1);
  });

  test('credentials that are refused are not tried again', async () => {
    fail('info/refs', { status: 403 }, 99);
    await expect(run(plan)).rejects.toMatchObject({ code: 'REMOTE_AUTH' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('an abort', () => {
  const plan = planOf([change('a', { tree: one }), { ...change('b'), action: 'keep' }]);

  test('before the push: nothing is sent, and there is an outcome for each cluster', async () => {
    expect(await run(plan, { signal: AbortSignal.abort() })).toMatchObject([
      { kind: 'failed', message: 'interrupted', attempts: 0 },
      { kind: 'kept' },
    ]);
    expect(server.requests).toEqual([]);
  });

  /** The push is cut off from the run by an abort, and reaches git so much later. */
  const abortDuringPush = (delay: number) => {
    const abort = new AbortController();
    fail('POST', {
      before: async () => {
        abort.abort();
        await systemTimer.pause(delay);
      },
    });
    return abort.signal;
  };

  test('during the push: it may end, and what it delivered is known', async () => {
    expect(await run(plan, { signal: abortDuringPush(50) })).toMatchObject([
      { kind: 'created', tip: tip('a') },
      { kind: 'kept' },
    ]);
    expect(pushes()).toBe(1);
  });

  test('during a push that does not end: after five seconds the branches are looked at, and nothing is sent', async () => {
    const signal = abortDuringPush(400);
    expect(await run(plan, { signal, timer: fastTimer(50) })).toMatchObject([
      { kind: 'failed', message: 'interrupted', attempts: 1, tip: null },
      { kind: 'kept' },
    ]);
    expect(server.requests.at(-1)).toContain('git-upload-pack');
    expect(pushes()).toBe(1);
  });

  test('during a pause: no further push begins', async () => {
    const abort = new AbortController();
    fail('POST', { status: 503, headers: { 'Retry-After': '20' } }, 99);
    const outcomes = run(plan, { signal: abort.signal });
    const unlucky = systemTimer.pause(100).then(() => {
      abort.abort();
    });
    expect(await outcomes).toMatchObject([{ kind: 'failed', message: 'interrupted' }, { kind: 'kept' }]);
    await unlucky;
    expect(pushes()).toBe(1);
  });
});
