import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRemote } from '../../../src/git/open-remote.ts';
import type { GitRemote } from '../../../src/model/git.ts';
import type { RunRecord } from '../../../src/model/ledger.ts';
import { readBranchStates } from '../../../src/pipeline/plan/branch-states.ts';
import { readChangeSets } from '../../../src/pipeline/plan/file-changes.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { git, repositoryWith, temporaryFolder, writeFiles } from '../../support/git-repository.ts';

const signal = new AbortController().signal;

/** A repository with the branches `ours` (a commit with our trailer) and `theirs`. */
async function fleet(
  folder: string,
): Promise<{ remote: GitRemote; path: string; refs: Map<string, string> }> {
  const path = repositoryWith(join(folder, 'fleet'), { 'b/a.yaml': 'a: 1\n', 'b/b.yaml': 'b: 1\n' });
  git(path, 'branch', 'theirs');
  git(path, 'checkout', '--quiet', '-b', 'ours');
  git(path, 'commit', '--quiet', '--allow-empty', '-m', 'Deliver\n\nMcp-Cluster: ours\nMcp-Run: r');
  const remote = await openRemote(path, { cacheDirectory: join(folder, 'cache'), toolVersion: '0' });
  return { remote, path, refs: new Map(await remote.listRefs(['refs/heads/'])) };
}

function recordedBranch(branch: string, tip: string, tree: string): RunRecord {
  return { clusters: [{ name: branch, branch, tip, tree }] } as unknown as RunRecord;
}

describe('readBranchStates', () => {
  test('a tip that the ledger recorded needs no look at the repository', async () => {
    const remote = { fetch: () => Promise.reject(new Error('fetched')) } as unknown as GitRemote;
    const states = await readBranchStates(
      {
        remote,
        refs: new Map([['refs/heads/x', 'tip']]),
        branches: ['x', 'absent'],
        recorded: recordedBranch('x', 'tip', 'tree'),
      },
      signal,
    );
    expect([...states]).toEqual([['x', { tip: 'tip', tree: 'tree', ours: true }]]);
  });

  test('other tips are read: ours by the trailer or by the record, else somebody else’s', async () => {
    using folder = temporaryFolder();
    const { remote, path, refs } = await fleet(folder.path);
    const tree = git(path, 'rev-parse', 'ours^{tree}');
    const recorded = recordedBranch('main', 'f'.repeat(40), tree);
    const states = await readBranchStates(
      { remote, refs, branches: ['ours', 'theirs', 'main'], recorded },
      signal,
    );
    expect([...states].map(([branch, state]) => [branch, state.ours, state.tree])).toEqual([
      ['ours', true, tree],
      ['theirs', false, tree],
      ['main', true, tree],
    ]);
    await remote.close();
  });
});

describe('readChangeSets', () => {
  test('files added, changed and removed, once for all branches that change alike', async () => {
    using folder = temporaryFolder();
    const { remote, path, refs } = await fleet(folder.path);
    writeFiles(path, { 'b/a.yaml': 'a: 2\n', 'b/c.yaml': 'c: 1\n' });
    git(path, 'rm', '--quiet', 'b/b.yaml');
    git(path, 'add', '--all');
    const files = git(path, 'ls-files', '--stage')
      .split('\n')
      .map((line) => {
        const [, id = '', , file = ''] = line.split(/\s/u);
        return { path: file, id };
      });
    const to = git(path, 'write-tree');
    const from = git(path, 'rev-parse', 'main^{tree}');
    const update = (branch: string) => ({
      cluster: branch,
      branch,
      action: 'update',
      tip: refs.get(`refs/heads/${branch}`),
      currentTree: from,
      tree: to,
    });
    const create = {
      cluster: 'new',
      branch: 'new',
      action: 'create',
      tip: null,
      currentTree: null,
      tree: to,
    };
    const plan = {
      changes: [update('ours'), update('theirs'), create],
      trees: [{ id: to, files }],
    } as unknown as Plan;

    const sets = await readChangeSets(plan, remote, signal);
    expect(sets.map((set) => [set.clusters, set.files.map((file) => `${file.change} ${file.path}`)])).toEqual(
      [
        [
          ['ours', 'theirs'],
          ['changed b/a.yaml', 'removed b/b.yaml', 'added b/c.yaml'],
        ],
        [['new'], ['added b/a.yaml', 'added b/c.yaml']],
      ],
    );
    await remote.close();
  });
});
