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

/** A repository with branches as their names say; `main` is where they all began. */
async function fleet(
  folder: string,
): Promise<{ remote: GitRemote; path: string; refs: Map<string, string> }> {
  const path = repositoryWith(join(folder, 'fleet'), { 'b/a.yaml': 'a: 1\n', 'b/b.yaml': 'b: 1\n' });
  const branch = (name: string, message: string): void => {
    git(path, 'checkout', '--quiet', '-b', name, 'main');
    git(path, 'commit', '--quiet', '--allow-empty', '-m', message);
  };
  branch('ours', 'Deliver\n\nMcp-Fleet: acme\nMcp-Cluster: ours\nMcp-Run: r');
  branch('copied', 'Deliver\n\nMcp-Fleet: acme\nMcp-Cluster: ours\nMcp-Run: r');
  branch('other-fleet', 'Deliver\n\nMcp-Fleet: other\nMcp-Cluster: other-fleet\nMcp-Run: r');
  branch('theirs', 'By hand');
  git(path, 'checkout', '--quiet', '--orphan', 'replaced');
  git(path, 'commit', '--quiet', '--allow-empty', '-m', 'Another history');
  const remote = await openRemote(path, { cacheDirectory: join(folder, 'cache'), toolVersion: '0' });
  return { remote, path, refs: new Map(await remote.listRefs(['refs/heads/'])) };
}

function record(
  ...clusters: readonly { branch: string; tip: string | null; tree: string | null }[]
): RunRecord {
  return { clusters: clusters.map((each) => ({ name: each.branch, ...each })) } as unknown as RunRecord;
}

const owners = (...branches: readonly string[]): Map<string, string> =>
  new Map(branches.map((name) => [name, name]));

describe('readBranchStates', () => {
  test('a tip that the ledger recorded needs no look at the repository', async () => {
    const remote = { fetch: () => Promise.reject(new Error('fetched')) } as unknown as GitRemote;
    const states = await readBranchStates(
      {
        remote,
        fleet: 'acme',
        refs: new Map([['refs/heads/x', 'tip']]),
        owners: owners('x', 'absent'),
        recorded: record({ branch: 'x', tip: 'tip', tree: 'tree' }),
      },
      signal,
    );
    expect([...states]).toEqual([['x', { tip: 'tip', tree: 'tree', ours: true }]]);
  });

  test.each([
    ['ours', null, true, 'its commit says that we made it for this cluster'],
    ['copied', null, false, 'its commit was made for another cluster'],
    ['other-fleet', null, false, 'its commit was made for another fleet'],
    ['theirs', null, false, 'nothing says that it is ours'],
    ['theirs', 'main', true, 'it stands on top of what we recorded'],
    ['replaced', 'main', false, 'what we recorded is not below it'],
  ])('the branch %s with %s recorded: ours is %s, because %s', async (...[branch, recordedTip, ours]) => {
    using folder = temporaryFolder();
    const { remote, path, refs } = await fleet(folder.path);
    const tip = recordedTip === null ? null : git(path, 'rev-parse', recordedTip);
    const recorded = record({ branch, tip, tree: tip });
    const states = await readBranchStates(
      { remote, fleet: 'acme', refs, owners: owners(branch), recorded },
      signal,
    );
    expect(states.get(branch)).toEqual({
      tip: refs.get(`refs/heads/${branch}`),
      tree: git(path, 'rev-parse', `${branch}^{tree}`),
      ours,
    });
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
