import { execFileSync } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRemote } from '../../../src/git/open-remote.ts';
import type { GitRemote, ObjectId, PushRequest } from '../../../src/model/git.ts';
import type { RecordedRun } from '../../../src/model/ledger.ts';
import { RemoteError } from '../../../src/model/remote-error.ts';
import { appendRun, readLedger, ruleBookDigest } from '../../../src/pipeline/ledger/index.ts';
import { startGitHttpServer } from '../../support/git-http-server.ts';
import { bareRepository, git, temporaryFolder } from '../../support/git-repository.ts';
import { recordedRun } from '../../support/recorded-run.ts';
import { runContext } from '../../support/run-context.ts';
import { skippingTimer } from '../../support/skipping-timer.ts';

const ledgerBranch = 'mcp/ledger';
const ref = `refs/heads/${ledgerBranch}`;
const author = { name: 'mcp', email: 'mcp@acme.example' };

function run(
  id: string,
  finishedAt = '2026-11-24T10:46:41.000Z',
  more: Partial<RecordedRun['record']> = {},
): RecordedRun {
  const { ruleBook } = recordedRun();
  return recordedRun({ record: { id, finishedAt, ruleBook: ruleBookDigest(ruleBook), ...more } });
}

async function withRemote(use: (remote: GitRemote, repository: string) => Promise<void>): Promise<void> {
  using folder = temporaryFolder();
  const repository = bareRepository(join(folder.path, 'fleet.git'));
  await withClone(repository, (remote) => use(remote, repository));
}

/** Over http: what is on this machine is read where it stands, without a fetch. */
async function serve(repository: string): Promise<AsyncDisposable & { readonly url: string }> {
  const server = await startGitHttpServer(dirname(repository));
  return { url: `${server.origin}/${basename(repository)}`, [Symbol.asyncDispose]: () => server.close() };
}

/** With an empty cache. */
async function withClone(url: string, use: (remote: GitRemote) => Promise<void>): Promise<void> {
  using folder = temporaryFolder();
  const remote = await openRemote(url, { cacheDirectory: join(folder.path, 'cache'), toolVersion: '0.1.0' });
  try {
    await use(remote);
  } finally {
    await remote.close();
  }
}

function append(
  remote: GitRemote,
  recorded: RecordedRun,
  tip: ObjectId | null,
  context = runContext(),
): Promise<ObjectId> {
  return appendRun({ ...recorded, remote, ledgerBranch, tip, author, signer: null }, context);
}

const first = '20261124T104633Z-000001';
const second = '20261125T104633Z-000002';

describe('the ledger', () => {
  it('is empty before the first run', () =>
    withRemote(async (remote) => {
      const ledger = await readLedger(remote, null);
      expect(await ledger.latest()).toBeNull();
      expect(await ledger.previous()).toBeNull();
      expect(await ledger.runs()).toEqual([]);
      expect(await ledger.run(first)).toBeNull();
    }));

  it('gives back what was recorded, and passes git fsck', () =>
    withRemote(async (remote, repository) => {
      const recorded = run(first);
      const tip = await append(remote, recorded, null);
      git(repository, 'fsck', '--strict', '--no-dangling');
      const ledger = await readLedger(remote, { ref, id: tip });
      expect(await ledger.latest()).toEqual({ ...recorded, commit: tip });
    }));

  it('keeps one commit a run, newest first, each readable by its id', () =>
    withRemote(async (remote, repository) => {
      const older = run(first);
      const newer = run(second, '2026-11-25T10:46:41.000Z');
      const parent = await append(remote, older, null);
      const tip = await append(remote, newer, parent);
      expect(git(repository, 'rev-parse', `${ref}^`)).toBe(parent);
      const ledger = await readLedger(remote, { ref, id: tip });
      expect(await ledger.runs()).toEqual([
        { id: second, commit: tip, finishedAt: new Date('2026-11-25T10:46:41Z') },
        { id: first, commit: parent, finishedAt: new Date('2026-11-24T10:46:41Z') },
      ]);
      expect(await ledger.run(first)).toEqual({ ...older, commit: parent });
      expect(await ledger.run('20200101T000000Z-000000')).toBeNull();
    }));

  it.each<[how: string, latestFirst: boolean]>([
    ['fetched with the newest', false],
    ['fetched after the newest, which came alone', true],
  ])('gives the run before the newest, %s, and nothing below it', (_, latestFirst) =>
    withRemote(async (remote, repository) => {
      const oldest = await append(remote, run('20261123T104633Z-000000'), null);
      const older = run(first);
      const parent = await append(remote, older, oldest);
      const tip = await append(remote, run(second), parent);
      await using server = await serve(repository);
      await withClone(server.url, async (fresh) => {
        const ledger = await readLedger(fresh, { ref, id: tip });
        if (latestFirst) expect((await ledger.latest())?.record.id).toBe(second);
        expect(await ledger.previous()).toEqual({ ...older, commit: parent });
        expect(await fresh.reader().has(oldest)).toBe(false);
        expect((await ledger.latest())?.record.id).toBe(second);
      });
    }),
  );

  it('has no run before the first, nor where the commit below is none of ours', () =>
    withRemote(async (remote, repository) => {
      const tip = await append(remote, run(first), null);
      expect(await (await readLedger(remote, { ref, id: tip })).previous()).toBeNull();

      const tree = git(repository, 'rev-parse', `${tip}^{tree}`);
      const foreign = git(repository, 'commit-tree', tree, '-p', tip, '-m', 'Tidy up');
      git(repository, 'update-ref', ref, foreign);
      const above = await append(remote, run(second), foreign);
      const ledger = await readLedger(remote, { ref, id: above });
      expect((await ledger.latest())?.record.id).toBe(second);
      expect(await ledger.previous()).toBeNull();
    }));

  it('sums each run up in its commit message', () =>
    withRemote(async (remote, repository) => {
      await append(remote, run(first), null);
      expect(git(repository, 'log', '--format=%an <%ae> %cI%n%B', ref)).toMatchInlineSnapshot(`
        "mcp <mcp@acme.example> 2026-11-24T10:46:41+00:00
        Record run 20261124T104633Z-000001

        Mcp-Run: 20261124T104633Z-000001
        Mcp-Fleet: acme
        Mcp-Source: https://git.acme.example/platform/policy.git@828d338a9b04221c9cbe286f50cd389f68de4ecf
        Mcp-Rule-Book: 68968bd35ad5a0c33a684b4369b11485034e631693ecdfe7ba5f7baf21fe9965
        Mcp-Outcomes: blocked=2 kept=1 notSelected=1 unchanged=3 updated=2"
      `);
    }));

  it('is checked with git and sha256sum alone', () =>
    withRemote(async (remote, repository) => {
      const recorded = run(first);
      const tip = await append(remote, recorded, null);
      const shell = (script: string) =>
        execFileSync('sh', ['-c', script], { cwd: repository, encoding: 'utf8' });
      expect(shell(`git show ${tip}:rulebook.json | sha256sum`)).toBe(`${recorded.record.ruleBook}  -\n`);
      for (const digest of recorded.evaluations.keys()) {
        const path = `evaluations/${digest.slice(0, 2)}/${digest}.json`;
        expect(shell(`git show ${tip}:${path} | tr -d '\\n' | sha256sum`)).toBe(`${digest}  -\n`);
      }
      expect(git(repository, 'ls-tree', '-r', '--name-only', tip).split('\n')).toEqual([
        'README.md',
        'attestation.json',
        'clusters.jsonl',
        ...[...recorded.evaluations.keys()]
          .sort()
          .map((digest) => `evaluations/${digest.slice(0, 2)}/${digest}.json`),
        'rulebook.json',
        'run.json',
      ]);
    }));

  it('writes nothing that it could not read back', () =>
    withRemote(async (remote) => {
      const recorded = run(first);
      const broken = {
        ...recorded,
        evaluations: new Map([...recorded.evaluations].map(([digest]) => [digest, []])),
      };
      await expect(append(remote, broken, null)).rejects.toThrow('not those of the evaluation');
      expect(await remote.listRefs(['refs/heads/'])).toEqual(new Map());
    }));

  it('stores again only what changed', () =>
    withRemote(async (remote, repository) => {
      const before = run(first);
      const parent = await append(remote, before, null);
      const clusters = before.record.clusters.map((cluster) =>
        cluster.name === 'eu-production-1'
          ? { ...cluster, labels: { ...cluster.labels, tier: 'gold' } }
          : cluster,
      );
      const tip = await append(remote, run(second, undefined, { clusters }), parent);
      expect(git(repository, 'diff', '--numstat', parent, tip).split('\n')).toEqual([
        '3\t3\tattestation.json',
        '1\t1\tclusters.jsonl',
        '1\t1\trun.json',
      ]);
      const objects = git(repository, 'rev-list', '--objects', `${parent}..${tip}`).split('\n');
      // The commit, its root tree and the three files.
      expect(objects).toHaveLength(5);
    }));

  it('does not send what the parent holds', () =>
    withRemote(async (remote) => {
      const sent: PushRequest[] = [];
      const listening = {
        ...remote,
        push: (request: PushRequest) => (sent.push(request), remote.push(request)),
      };
      const parent = await append(listening, run(first), null);
      await append(listening, run(second), parent);
      expect(sent.map((request) => request.objects.filter(({ type }) => type === 'blob').length)).toEqual([
        8, 2,
      ]);
    }));

  it('writes the same bytes for the same run', () =>
    withRemote(async (remote) => {
      const tip = await append(remote, run(first), null);
      await remote.push({ updates: [{ ref, oldId: tip, newId: null }], objects: [] });
      expect(await append(remote, run(first), null)).toBe(tip);
    }));
});

describe('a race for the ledger', () => {
  it('goes on top of the run that came first', () =>
    withRemote(async (remote, repository) => {
      const base = await append(remote, run(first), null);
      const other = await append(remote, run(second), base);
      const tip = await append(remote, run('20261125T104634Z-000003'), base);
      expect(git(repository, 'log', '--format=%H', ref).split('\n')).toEqual([tip, other, base]);
    }));

  it('loses none of many runs at once', () =>
    withRemote(async (remote, repository) => {
      const ids = [1, 2, 3, 4].map((n) => `20261124T10463${n}Z-00000${n}`);
      await Promise.all(ids.map((id) => append(remote, run(id), null)));
      const subjects = git(repository, 'log', '--format=%s', ref).split('\n');
      expect(subjects.sort()).toEqual(ids.map((id) => `Record run ${id}`));
    }));

  it('ends with LEDGER_CONTENDED when others always come first', () =>
    withRemote(async (remote) => {
      let tip = await append(remote, run(first), null);
      let n = 0;
      const rival = {
        ...remote,
        push: async (request: PushRequest) => {
          n += 1;
          tip = await append(remote, run(`20261124T10463${n}Z-0000aa`), tip);
          return await remote.push(request);
        },
      };
      const random = { hex: () => '0000aa', number: () => 0.999 };
      const context = runContext({ timer: skippingTimer(), random });
      await expect(append(rival, run(second), tip, context)).rejects.toMatchObject({
        code: 'LEDGER_CONTENDED',
      });
    }));

  it('takes a lost answer for what it was', () =>
    withRemote(async (remote, repository) => {
      const cut = {
        ...remote,
        push: async (request: PushRequest) => {
          await remote.push(request);
          throw new RemoteError('REMOTE_UNREACHABLE', 'the connection broke off', {
            ...{ transient: true, mayHaveArrived: true },
          });
        },
      };
      const tip = await append(cut, run(first), null);
      expect(git(repository, 'log', '--format=%H', ref)).toBe(tip);
    }));

  it('waits for a server that asks to be left alone, and gives up after two minutes', () =>
    withRemote(async (remote) => {
      let busy = 1;
      const away = {
        ...remote,
        push: async (request: PushRequest) => {
          if (busy-- <= 0) return await remote.push(request);
          throw new RemoteError('REMOTE_UNREACHABLE', 'HTTP 503', { transient: true, retryAfterMs: 30_000 });
        },
      };
      const timer = skippingTimer();
      const tip = await append(away, run(first), null, runContext({ timer }));
      expect(timer.pauses).toContain(30_000);
      busy = Infinity;
      await expect(
        append(away, run(second), tip, runContext({ timer: skippingTimer() })),
      ).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE' });
    }));

  it('says what the server said when it refuses', () =>
    withRemote(async (remote) => {
      const refusing = {
        ...remote,
        push: (request: PushRequest) =>
          Promise.resolve(
            request.updates.map((update) => ({
              ref: update.ref,
              status: 'rejected' as const,
              reason: 'protected branch',
            })),
          ),
      };
      await expect(append(refusing, run(first), null)).rejects.toMatchObject({
        code: 'REMOTE_PROTOCOL',
        message: expect.stringContaining('protected branch'),
      });
    }));

  it('does not begin a new history when the branch was deleted meanwhile', () =>
    withRemote(async (remote) => {
      const tip = await append(remote, run(first), null);
      await remote.push({ updates: [{ ref, oldId: tip, newId: null }], objects: [] });
      await expect(append(remote, run(second), tip)).rejects.toMatchObject({
        code: 'LEDGER_INVALID',
        hint: expect.stringContaining(tip),
      });
    }));
});
