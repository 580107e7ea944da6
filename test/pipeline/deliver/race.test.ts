import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openRemote } from '../../../src/git/open-remote.ts';
import { deliver } from '../../../src/pipeline/deliver/index.ts';
import { appendRun, ruleBookDigest } from '../../../src/pipeline/ledger/index.ts';
import { systemRandom } from '../../../src/runtime/system-random.ts';
import { bareRepository, git, temporaryFolder } from '../../support/git-repository.ts';
import { recordedRun } from '../../support/recorded-run.ts';
import { change, contextAt, planOf, treeWith } from './plans.ts';

const unsigned = { toolVersion: '1', timeout: 60_000, relationOf: undefined, signer: null };

const folder = temporaryFolder();
afterAll(() => {
  folder[Symbol.dispose]();
});

const writers = 8;
const branches = ['a', 'b', 'c', 'd'];
const seconds = process.env['MCP_SOAK'] === '1' ? 60 : 3;
const author = { name: 'mcp', email: 'mcp@example.com' };
const ledgerBranch = 'mcp/ledger';
const context = { ...contextAt('2026-11-24T10:46:33Z'), random: systemRandom };

/** What writers were told: commits on the branches by branch, and runs in the ledger. */
interface Claims {
  readonly commits: Map<string, string[]>;
  readonly superseded: number[];
  readonly runs: string[];
}

/** One job after the other: look, deliver something of its own to all branches, record it. */
async function write(writer: number, repository: string, until: number, claims: Claims): Promise<void> {
  const remote = await openRemote(repository, { cacheDirectory: join(folder.path, 'cache') });
  for (let job = 0; performance.now() < until; job += 1) {
    // Which run counts as the later one is left to chance.
    const hex = systemRandom.hex(12);
    const runId = `20261124T1046${String(10 + (job % 50))}Z-${hex}`;
    const refs = await remote.listRefs(['refs/heads/']);
    const tree = treeWith({ 'x.yaml': `writer: ${writer}\njob: ${job}\n` });
    const plan = planOf(
      branches.map((name) => change(name, { tree, tip: refs.get(`refs/heads/cluster/${name}`) ?? null })),
    );
    const input = { ...unsigned, plan, runId, remote };
    for (const { kind, branch, tip } of await deliver(input, context)) {
      if (kind === 'created' || kind === 'updated') claims.commits.get(branch)?.push(tip ?? '');
      else expect(kind).toMatch(/^(superseded|failed)$/u);
      if (kind === 'superseded') claims.superseded.push(1);
    }
    const run = recordedRun({ record: { id: runId } });
    const record = { ...run.record, ruleBook: ruleBookDigest(run.ruleBook) };
    const tip = refs.get(`refs/heads/${ledgerBranch}`) ?? null;
    await appendRun({ ...run, record, remote, ledgerBranch, tip, author, signer: null }, context);
    claims.runs.push(runId);
  }
  await remote.close();
}

test(`${writers} writers on the same branches: all that was said to be delivered is in the history, and nothing else`, async () => {
  const repository = bareRepository(join(folder.path, 'race.git'));
  const claims: Claims = {
    commits: new Map(branches.map((name) => [`cluster/${name}`, []])),
    ...{ superseded: [], runs: [] },
  };
  const until = performance.now() + seconds * 1000;
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer, repository, until, claims)));
  for (const [branch, commits] of claims.commits) {
    const history = git(repository, 'rev-list', '--parents', branch).split('\n');
    // One parent each, but for the first: nobody's commit was left aside.
    expect(history.filter((line) => line.split(' ').length !== 2)).toHaveLength(1);
    expect(history.map((line) => line.split(' ')[0]).sort()).toEqual(commits.sort());
  }
  const subjects = git(repository, 'log', '--format=%s', ledgerBranch).split('\n');
  expect(subjects.sort()).toEqual(claims.runs.map((id) => `Record run ${id}`).sort());
  expect(claims.runs.length).toBeGreaterThanOrEqual(writers);
  expect(git(repository, 'fsck', '--strict', '--full', '--no-dangling')).toBe('');
}, 180_000);

describe('a server without space', () => {
  /** A `git` that may write no file larger than 32 KB: what a full disk does to it. */
  const cramped = () => {
    const bin = join(folder.path, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(
      join(bin, 'git'),
      `#!/bin/sh\nulimit -f 64\nPATH="${process.env['PATH'] ?? ''}" exec git "$@"\n`,
    );
    chmodSync(join(bin, 'git'), 0o755);
    return { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
  };

  test('refuses the push; nothing is half there, and the same goes through once there is some', async () => {
    const repository = bareRepository(join(folder.path, 'full.git'));
    const text = randomBytes(100_000).toString('base64');
    const plan = planOf(['a', 'b'].map((name) => change(name, { tree: treeWith({ 'x.yaml': text }) })));
    const attempt = async (environment: NodeJS.ProcessEnv) => {
      const remote = await openRemote(repository, {
        cacheDirectory: join(folder.path, 'cache'),
        environment,
      });
      const runId = '20261124T104633Z-1f2e3d';
      const input = { ...unsigned, plan, runId, remote };
      try {
        return await deliver(input, contextAt('2026-11-24T10:46:33Z'));
      } finally {
        await remote.close();
      }
    };
    const refused = { kind: 'failed', attempts: 5, message: expect.stringContaining('unpack') };
    expect(await attempt(cramped())).toMatchObject([refused, refused]);
    expect(git(repository, 'for-each-ref')).toBe('');
    expect(git(repository, 'fsck', '--strict', '--full')).toBe('');
    expect(await attempt(process.env)).toMatchObject([{ kind: 'created' }, { kind: 'created' }]);
    expect(git(repository, 'show', 'cluster/b:x.yaml')).toBe(text);
  });
});
