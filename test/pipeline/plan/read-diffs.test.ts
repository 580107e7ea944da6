import { expect, it } from 'vitest';
import type { FileChange, GitRemote } from '../../../src/model/git.ts';
import { readDiffs } from '../../../src/pipeline/plan/read-diffs.ts';

function remoteOf(read: string[]): GitRemote {
  const blob = (id: string): Promise<Uint8Array> => {
    read.push(id);
    return Promise.resolve(Buffer.from(`old ${id}\n`));
  };
  return { reader: () => ({ blob }) } as unknown as GitRemote;
}

const changed = (after: string): FileChange => ({ path: 'x', change: 'changed', before: 'b', after });
const set = (files: readonly FileChange[], from: string | null = 'f') => ({
  from,
  to: 't',
  clusters: ['a'],
  files,
});

it('reads each content once, and those of the plan from the plan', async () => {
  const read: string[] = [];
  const sets = [set([changed('n')]), set([changed('n'), { ...changed('n'), path: 'y' }])];
  const diffOf = await readDiffs(sets, { blobs: { n: 'new\n' } }, remoteOf(read), false);
  expect(diffOf(changed('n')).lines).toEqual(['@@ -1,1 +1,1 @@', '-old b', '+new']);
  expect(read).toEqual(['b']);
});

it('leaves out the lines of branches that come or go whole, unless asked for', async () => {
  const added: FileChange = { path: 'x', change: 'added', before: null, after: 'n' };
  for (const whole of [false, true]) {
    const diffOf = await readDiffs([set([added], null)], { blobs: { n: 'new\n' } }, remoteOf([]), whole);
    expect(diffOf(added)).toMatchObject({ lines: whole ? ['@@ -0,0 +1,1 @@', '+new'] : [], note: '' });
  }
});

it('stops when comparing has cost enough, and says so of the rest', async () => {
  const ids = Array.from({ length: 25 }, (_, index) => `n${index}`);
  const numbers = (from: number) => Array.from({ length: 1200 }, (_, line) => `${from}-${line}\n`).join('');
  const blobs = { b: numbers(-1), ...Object.fromEntries(ids.map((id, index) => [id, numbers(index)])) };
  const diffOf = await readDiffs([set(ids.map(changed))], { blobs }, remoteOf([]), false);
  const notes = ids.map((id) => diffOf(changed(id)).note);
  expect(notes[0]).toBe('too different to compare');
  expect(notes.at(-1)).toBe('one of too many different changes: not compared');
});
