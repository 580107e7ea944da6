import type { ClusterRollout, Rollout } from '../model/rollout.ts';
import { visible } from '../runtime/visible.ts';
import { nameList } from './name-list.ts';
import type { Style } from './style.ts';

/** Where each rollout stands: who has the new content, whose turn it is, who waits and for what. */
export function rolloutLines(rollouts: readonly Rollout[], style: Style): readonly string[] {
  return rollouts.flatMap((rollout) => {
    const open = rollout.clusters.filter(({ status }) => status !== 'Succeeded');
    if (open.length === 0 && rollout.hold === null) return [];
    const parts: readonly (readonly [string, (each: ClusterRollout) => boolean])[] = [
      ['done', ({ status }) => status === 'Succeeded'],
      ['now', ({ status, due }) => status === 'ToApply' && due],
      ['unavailable', ({ status }) => status === 'Progressing'],
      ['failed', ({ status }) => status === 'Failed'],
      ['timed out', ({ status }) => status === 'TimeOut'],
      ['later', ({ due }) => !due],
    ];
    const lines = parts.flatMap(([word, belongs]) => {
      const names = rollout.clusters.filter(belongs).map(({ cluster }) => cluster);
      return names.length === 0 ? [] : [`    ${word.padEnd(11)} ${nameList(names)}`];
    });
    const message = rollout.message === '' ? [] : [`    ${visible(rollout.message)}`];
    return [
      style('bold', visible(`Waves of ${rollout.baseline} (${rollout.type}):`)),
      ...lines,
      ...message,
      ...next(rollout),
    ];
  });
}

function next({ nextWave }: Rollout): readonly string[] {
  return nextWave === null
    ? []
    : [`    next wave: the first sync after ${visible(nextWave)}, if all goes well`];
}
