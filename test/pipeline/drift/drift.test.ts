import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRemote } from '../../../src/git/open-remote.ts';
import type { Drift } from '../../../src/model/drift.ts';
import type { GitRemote } from '../../../src/model/git.ts';
import { findDrift } from '../../../src/pipeline/drift/index.ts';
import type { DriftInput } from '../../../src/pipeline/drift/index.ts';
import { git, repositoryWith, temporaryFolder, writeFiles } from '../../support/git-repository.ts';

const signal = new AbortController().signal;
const recordedRun = '20261124T100000Z-aaaaaa';
const laterRun = '20261124T110000Z-bbbbbb';

function messageOf(run: string, cluster = 'one'): string {
  return `Deliver\n\nMcp-Fleet: acme\nMcp-Cluster: ${cluster}\nMcp-Run: ${run}`;
}

/** A fleet repository where the branch `cluster/one` was delivered twice, and a way to commit to it. */
function delivered(folder: string) {
  const path = repositoryWith(join(folder, 'fleet'), {});
  git(path, 'checkout', '--quiet', '-b', 'cluster/one');
  const commit = (files: Record<string, string>, message: string): string => {
    writeFiles(path, files);
    git(path, 'add', '--all');
    git(path, 'commit', '--quiet', '--allow-empty', '-m', message);
    return git(path, 'rev-parse', 'HEAD');
  };
  const first = commit(
    { 'b/a.yaml': 'a: 1\n', 'b/gone.yaml': 'g: 1\n' },
    messageOf('20261123T100000Z-000000'),
  );
  const tip = commit({ 'b/a.yaml': 'a: 2\n' }, messageOf(recordedRun));
  return { path, first, tip, tree: git(path, 'rev-parse', 'HEAD^{tree}'), commit };
}

type Delivered = ReturnType<typeof delivered>;

async function driftOf(
  folder: string,
  { path, tip, tree }: Delivered,
  record: Partial<DriftInput['recorded']['clusters'][number]> = {},
): Promise<readonly Drift[]> {
  const remote = await openRemote(path, { cacheDirectory: join(folder, 'cache'), toolVersion: '0' });
  const clusters = [{ name: 'one', branch: 'cluster/one', tip, tree, ...record }];
  const refs = await remote.listRefs(['refs/heads/']);
  const recorded = { fleet: 'acme', id: recordedRun, clusters };
  const drifts = await findDrift({ remote, refs, branchPrefix: '', recorded }, signal);
  await remote.close();
  return drifts;
}

/** The kind with the subjects of the commits and the files: what a table can show. */
function inShort(drifts: readonly Drift[]): unknown {
  return drifts.map(({ kind, commits, files }) => [
    kind,
    commits.map(({ subject }) => subject),
    files?.map(({ change, path }) => `${change} ${path}`) ?? null,
  ]);
}

describe('findDrift', () => {
  test.each<[string, (branch: Delivered) => void, unknown]>([
    ['nothing happened', () => undefined, []],
    [
      'a commit by hand',
      ({ path, commit }) => {
        git(path, 'rm', '--quiet', 'b/gone.yaml');
        commit({ 'b/a.yaml': 'a: 3\n', 'b/new.yaml': 'n: 1\n' }, 'Fix it\n\nquickly');
      },
      [['committed', ['Fix it'], ['changed b/a.yaml', 'removed b/gone.yaml', 'added b/new.yaml']]],
    ],
    [
      'a commit by hand that changes nothing',
      ({ commit }) => commit({}, 'Touch'),
      [['committed', ['Touch'], []]],
    ],
    [
      'a commit by hand and its revert',
      ({ path, commit }) => {
        commit({ 'b/a.yaml': 'a: 3\n' }, 'Try');
        git(path, 'revert', '--no-edit', 'HEAD');
      },
      [['committed', ['Revert "Try"', 'Try'], []]],
    ],
    [
      'set back by force',
      ({ path, first }) => git(path, 'reset', '--quiet', '--hard', first),
      [['rewound', [], ['changed b/a.yaml']]],
    ],
    [
      'set back by force, and a commit there',
      ({ path, first, commit }) => {
        git(path, 'reset', '--quiet', '--hard', first);
        commit({ 'b/a.yaml': 'a: 9\n' }, 'Sideways');
      },
      [['rewritten', ['Sideways'], ['changed b/a.yaml']]],
    ],
    [
      'our commit amended, trailers and all',
      ({ path }) => {
        writeFiles(path, { 'b/a.yaml': 'a: 7\n' });
        git(path, 'commit', '--quiet', '--all', '--amend', '--no-edit');
      },
      [['rewritten', ['Deliver'], ['changed b/a.yaml']]],
    ],
    [
      'another history',
      ({ path, commit }) => {
        git(path, 'checkout', '--quiet', '--orphan', 'aside');
        commit({}, 'Begin');
        git(path, 'branch', '--force', 'cluster/one', 'aside');
      },
      [['rewritten', ['Begin'], []]],
    ],
    [
      'deleted',
      ({ path }) => {
        git(path, 'checkout', '--quiet', 'main');
        git(path, 'branch', '--quiet', '-D', 'cluster/one');
      },
      [['deleted', [], ['removed b/a.yaml', 'removed b/gone.yaml']]],
    ],
    [
      'a run that was killed before it recorded',
      ({ commit }) => commit({ 'b/a.yaml': 'a: 3\n' }, messageOf(laterRun)),
      [],
    ],
    [
      'two runs that were killed',
      ({ commit }) => {
        commit({ 'b/a.yaml': 'a: 3\n' }, messageOf(laterRun));
        commit({ 'b/a.yaml': 'a: 4\n' }, messageOf('20261124T120000Z-cccccc'));
      },
      [],
    ],
    [
      'a run that was killed, and a commit by hand',
      ({ commit }) => {
        commit({ 'b/a.yaml': 'a: 3\n' }, messageOf(laterRun));
        commit({ 'b/a.yaml': 'a: 4\n' }, 'By hand');
      },
      [['committed', ['By hand', 'Deliver'], ['changed b/a.yaml']]],
    ],
    [
      'a commit by hand with the message of ours',
      ({ commit }) => commit({ 'b/a.yaml': 'a: 3\n' }, messageOf(recordedRun)),
      [['committed', ['Deliver'], ['changed b/a.yaml']]],
    ],
    [
      'a commit of another cluster',
      ({ commit }) => commit({ 'b/a.yaml': 'a: 3\n' }, messageOf(laterRun, 'two')),
      [['committed', ['Deliver'], ['changed b/a.yaml']]],
    ],
  ])('%s', async (_, move, expected) => {
    using folder = temporaryFolder();
    const branch = delivered(folder.path);
    move(branch);
    expect(inShort(await driftOf(folder.path, branch))).toEqual(expected);
  });

  test('says who wrote and who committed, and when', async () => {
    using folder = temporaryFolder();
    const branch = delivered(folder.path);
    git(branch.path, 'commit', '--quiet', '--allow-empty', '--author=Bob <bob@example.com>', '-m', 'By hand');
    const [drift] = await driftOf(folder.path, branch);
    const time = Date.parse('2026-11-01T12:00:00Z') / 1000;
    expect(drift?.commits[0]).toMatchObject({
      author: { name: 'Bob', email: 'bob@example.com', time },
      committer: { name: 'Ada', email: 'ada@example.com', time },
    });
  });

  test('a branch where none was recorded', async () => {
    using folder = temporaryFolder();
    const branch = delivered(folder.path);
    const drifts = await driftOf(folder.path, branch, { tip: null, tree: null });
    expect(inShort(drifts)).toEqual([
      ['created', ['Deliver', 'Deliver', 'First'], ['added b/a.yaml', 'added b/gone.yaml']],
    ]);
  });

  test('what was recorded is gone for good: the files are not known, and nothing is guessed', async () => {
    using folder = temporaryFolder();
    const branch = delivered(folder.path);
    git(branch.path, 'commit', '--quiet', '--amend', '-m', 'Mine now');
    const lost = 'f'.repeat(40);
    const drifts = await driftOf(folder.path, branch, { tip: lost, tree: lost });
    expect(inShort(drifts)).toEqual([['rewritten', ['Mine now', 'Deliver', 'First'], null]]);
  });

  test('of 10,000 branches one moved: no other is looked at', async () => {
    using folder = temporaryFolder();
    const { path, tip, tree, commit } = delivered(folder.path);
    commit({}, 'By hand');
    const remote = await openRemote(path, { cacheDirectory: join(folder.path, 'cache'), toolVersion: '0' });
    const asked: string[] = [];
    const watched: GitRemote = {
      ...remote,
      fetch: (tips, options) => {
        asked.push(...tips.map(({ ref }) => ref));
        return remote.fetch(tips, options);
      },
    };
    const still = Array.from({ length: 9_999 }, (_, index) => `still-${index}`);
    const refs = new Map([
      ...still.map((name) => [`refs/heads/cluster/${name}`, tip] as const),
      ...(await remote.listRefs(['refs/heads/'])),
    ]);
    const clusters = [...still, 'one'].map((name) => ({ name, branch: `cluster/${name}`, tip, tree }));
    const recorded = { fleet: 'acme', id: recordedRun, clusters };
    const drifts = await findDrift({ remote: watched, refs, branchPrefix: 'cluster/', recorded }, signal);
    expect(drifts.map(({ cluster }) => cluster)).toEqual(['one']);
    expect(new Set(asked)).toEqual(new Set(['refs/heads/cluster/one']));
    await remote.close();
  });

  test('branches that were not listed are not taken for deleted', async () => {
    const recorded = {
      ...{ fleet: 'acme', id: recordedRun },
      clusters: [{ name: 'one', branch: 'old/one', tip: 'tip', tree: 'tree' }],
    };
    const input = { remote: {} as GitRemote, refs: new Map(), branchPrefix: 'cluster/', recorded };
    expect(await findDrift(input, signal)).toEqual([]);
  });
});
