import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openRemote } from '../../../src/git/open-remote.ts';
import { McpError } from '../../../src/model/error.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Signer } from '../../../src/model/signer.ts';
import { deliver } from '../../../src/pipeline/deliver/index.ts';
import { bareRepository, git, temporaryFolder } from '../../support/git-repository.ts';
import { change, contextAt, planOf, treeWith } from './plans.ts';

const folder = temporaryFolder();
const repository = bareRepository(join(folder.path, 'fleet.git'));
const one = treeWith({ 'x/y.yaml': 'kind: X\n' });
const two = treeWith({ 'x/y.yaml': 'kind: Y\n' });
const plan = planOf([change('a', { tree: one }), change('b', { tree: one })]);
afterAll(() => {
  folder[Symbol.dispose]();
});

/** Signs so many commits; then the agent is gone. */
function signing(times: number): Signer {
  let left = times;
  return {
    keyName: 'k',
    dsse: null,
    sign: () =>
      left-- > 0
        ? Promise.resolve('-----BEGIN X-----\nx\n-----END X-----\n')
        : Promise.reject(new McpError('SIGNING_FAILED', 'the agent is gone')),
  };
}

/** Delivers; `meanwhile` happens between the listing of the branches and the first push. */
async function run(
  what: Plan,
  { signer, meanwhile }: { signer: Signer | null; meanwhile?: () => Promise<unknown> },
) {
  const remote = await openRemote(repository, { cacheDirectory: join(folder.path, 'cache') });
  let before = meanwhile;
  const push: typeof remote.push = async (request) => {
    const now = before;
    before = undefined;
    await now?.();
    return await remote.push(request);
  };
  const settings = {
    runId: '20261124T104633Z-1f2e3d',
    toolVersion: '1',
    timeout: 30_000,
    relationOf: undefined,
  };
  const context = contextAt('2026-11-24T10:46:33Z');
  try {
    return await deliver({ plan: what, remote: { ...remote, push }, signer, ...settings }, context);
  } finally {
    await remote.close();
  }
}

test('a signer that fails at the first commits: nothing is pushed', async () => {
  await expect(run(plan, { signer: signing(1) })).rejects.toMatchObject({ code: 'SIGNING_FAILED' });
  expect(git(repository, 'for-each-ref')).toBe('');
});

test('one that fails at a commit on top of what came between: that branch has failed, the others stand', async () => {
  const meanwhile = () => run(planOf([change('a', { tree: two })]), { signer: null });
  const outcomes = await run(plan, { signer: signing(2), meanwhile });
  const tip = git(repository, 'rev-parse', 'cluster/b');
  expect(outcomes).toMatchObject([
    { cluster: 'a', kind: 'failed', message: 'the agent is gone' },
    { cluster: 'b', kind: 'created', tip },
  ]);
  expect(git(repository, 'cat-file', 'commit', tip)).toContain(
    '\ngpgsig -----BEGIN X-----\n x\n -----END X-----\n\n',
  );
});
