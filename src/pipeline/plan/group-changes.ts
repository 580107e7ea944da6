import type { ChangeAction } from '../../model/plan.ts';
import { orderTexts } from '../../model/order-texts.ts';
import type { FileChange } from '../../model/git.ts';
import type { ChangeSet } from './file-changes.ts';
import { changedLines } from '../../yaml/file-diff.ts';
import type { FileDiff } from '../../yaml/file-diff.ts';

/** The same changes of the same files, with all clusters whose branches take them. */
export interface ChangeGroup {
  readonly action: ChangeAction;
  /** Sorted. */
  readonly clusters: readonly string[];
  /** Sorted by path. */
  readonly files: readonly FileDiff[];
}

/**
 * Every change of every file of every cluster once. Of updates, first the changes that read alike, whatever else differs in
 * the branches, then those that the same clusters take; branches that come or go stand together when all of it reads alike.
 * Removals first, then what most clusters take. Pure.
 */
export function groupChanges(
  sets: readonly ChangeSet[],
  actionOf: (cluster: string) => ChangeAction,
  diffOf: (change: FileChange) => FileDiff,
): readonly ChangeGroup[] {
  const parts = sets.flatMap((set) => partsOf(set, actionOf));
  const alike = new Map<string, { diffs: readonly FileDiff[]; readonly parts: number[] }>();
  parts.forEach(({ action, files }, part) => {
    const all = files.map(diffOf);
    for (const diffs of action === 'update' ? all.map((diff) => [diff]) : [all]) {
      const key = JSON.stringify([action, diffs.map(asRead)]);
      const known = alike.get(key);
      if (known === undefined) alike.set(key, { diffs, parts: [part] });
      else {
        known.parts.push(part);
        known.diffs = known.diffs.map((diff, index) =>
          withCaveat(diff, diffs[index], parts[known.parts[0] ?? part]?.clusters[0]),
        );
      }
    }
  });
  const groups = new Map<string, { readonly parts: readonly number[]; readonly files: FileDiff[] }>();
  for (const { diffs, parts: takers } of alike.values()) {
    const key = takers.join();
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { parts: takers, files: [...diffs] });
    else known.files.push(...diffs);
  }
  return [...groups.values()]
    .map(({ parts: takers, files }) => ({
      action: parts[takers[0] ?? 0]?.action ?? 'update',
      clusters: takers.flatMap((part) => parts[part]?.clusters ?? []).sort(),
      files: files.sort((a, b) => orderTexts(a.path, b.path)),
    }))
    .sort(mostImportantFirst);
}

/** What has to be equal for two changes to be one to the reader: not the lines around, nor their numbers. */
function asRead({ path, change, lines, note }: FileDiff): readonly unknown[] {
  return [path, change, changedLines(lines), note];
}

/** Says whose lines are shown around a change, where they differ. */
function withCaveat(diff: FileDiff, other: FileDiff | undefined, cluster = ''): FileDiff {
  const isSame = diff.note !== '' || diff.lines.join('\n') === other?.lines.join('\n');
  return isSame ? diff : { ...diff, note: `lines around it as on ${cluster}` };
}

/** Clusters of a set that differ in what is done: one left, another's templates make nothing any more. */
function partsOf(
  { clusters, files }: ChangeSet,
  actionOf: (cluster: string) => ChangeAction,
): readonly { action: ChangeAction; clusters: readonly string[]; files: readonly FileChange[] }[] {
  const byAction = new Map<ChangeAction, string[]>();
  for (const cluster of clusters) {
    const action = actionOf(cluster);
    const names = byAction.get(action);
    if (names === undefined) byAction.set(action, [cluster]);
    else names.push(cluster);
  }
  return [...byAction].map(([action, names]) => ({ action, clusters: names, files }));
}

const rank: Partial<Record<ChangeAction, number>> = { remove: 0, update: 1, create: 2 };

function mostImportantFirst(a: ChangeGroup, b: ChangeGroup): number {
  return (
    (rank[a.action] ?? 3) - (rank[b.action] ?? 3) ||
    b.clusters.length - a.clusters.length ||
    orderTexts(a.clusters[0] ?? '', b.clusters[0] ?? '') ||
    orderTexts(a.files[0]?.path ?? '', b.files[0]?.path ?? '')
  );
}
