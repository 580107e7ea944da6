import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeAction } from '../../../src/model/plan.ts';
import { groupChanges } from '../../../src/pipeline/plan/group-changes.ts';
import type { FileChange } from '../../../src/model/git.ts';
import type { ChangeSet } from '../../../src/pipeline/plan/file-changes.ts';
import type { FileDiff } from '../../../src/yaml/file-diff.ts';

/** Changes read alike when the last digit of the new content is the same. */
const diffOf = ({ path, change, after }: FileChange): FileDiff => ({
  path,
  change,
  lines: [`+${after?.at(-1) ?? ''}`],
  note: '',
});
const update = (): ChangeAction => 'update';
const file = (path: string, after: string): FileChange => ({ path, change: 'changed', before: 'b', after });

function set(clusters: readonly string[], files: readonly FileChange[]): ChangeSet {
  return { from: 'f', to: 't', clusters, files };
}

describe('changes of many clusters', () => {
  it('stand together where they read alike, apart where they do not', () => {
    const sets = [
      set(['a', 'b'], [file('x', '11'), file('y', '21')]),
      set(['c'], [file('x', '31'), file('y', '22')]),
    ];
    expect(
      groupChanges(sets, update, diffOf).map(({ clusters, files }) => [clusters, files.map((f) => f.path)]),
    ).toEqual([
      [['a', 'b', 'c'], ['x']],
      [['a', 'b'], ['y']],
      [['c'], ['y']],
    ]);
  });

  it('are one whatever stands around them, and say whose lines are shown', () => {
    const around = ({ path, change, after }: FileChange): FileDiff => ({
      ...{ path, change, note: '' },
      lines: ['@@ -1,2 +1,2 @@', ` name: ${after ?? ''}`, '-v: 1', '+v: 2'],
    });
    const sets = [set(['a'], [file('x', 'a')]), set(['b'], [file('x', 'b')]), set(['c'], [file('x', 'c')])];
    expect(groupChanges(sets, update, around)).toEqual([
      {
        action: 'update',
        clusters: ['a', 'b', 'c'],
        files: [{ ...around(file('x', 'a')), note: 'lines around it as on a' }],
      },
    ]);
  });

  it('put removals before updates and updates before new branches, and the most clusters first', () => {
    const actions: Readonly<Record<string, ChangeAction>> = { new: 'create', gone: 'remove' };
    const sets = [
      set(['new'], [file('x', '1')]),
      set(['one'], [file('x', '2')]),
      set(['two', 'three'], [file('x', '3')]),
      set(['gone', 'emptied'], [file('x', '4')]),
    ];
    const groups = groupChanges(sets, (cluster) => actions[cluster] ?? 'update', diffOf);
    expect(groups.map(({ action, clusters }) => [action, clusters])).toEqual([
      ['remove', ['gone']],
      ['update', ['three', 'two']],
      ['update', ['emptied']],
      ['update', ['one']],
      ['create', ['new']],
    ]);
  });

  it('are each shown exactly once, and as often as there are', () => {
    const paths = fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's'), { minLength: 1 });
    const fleets = fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 3 }),
        paths,
        fc.integer({ min: 10, max: 33 }),
        fc.constantFrom<ChangeAction>('create', 'update', 'remove'),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fleets, (drawn) => {
        const actions = new Map<string, ChangeAction>();
        const sets = drawn.map(([size, names, after, action], index) => {
          const clusters = Array.from({ length: size }, (_, number) => `${index}-${number}`);
          for (const cluster of clusters) actions.set(cluster, action);
          return set(
            clusters,
            names.map((path) => file(path, String(after))),
          );
        });
        const groups = groupChanges(sets, (cluster) => actions.get(cluster)!, diffOf);
        const shown = groups.flatMap(({ action, clusters, files }) =>
          clusters.flatMap((cluster) => files.map((each) => JSON.stringify([cluster, action, each]))),
        );
        const wanted = sets.flatMap(({ clusters, files }) =>
          clusters.flatMap((cluster) =>
            files.map((each) => JSON.stringify([cluster, actions.get(cluster), diffOf(each)])),
          ),
        );
        expect(shown.sort()).toEqual(wanted.sort());
        const keys = groups.map(({ action, clusters }) => JSON.stringify([action, clusters]));
        const updates = keys.filter((key) => key.startsWith('["update"'));
        expect(new Set(updates).size).toBe(updates.length);
      }),
    );
  });
});
