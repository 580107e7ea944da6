import type { Move, WhatIf } from '../model/explanation.ts';
import { placementKey } from '../model/placement.ts';
import { visible } from '../runtime/visible.ts';
import { nameList } from './name-list.ts';
import type { Style } from './style.ts';

/** What imagined labels would change: who gets which baselines, and whom that pushes in or out. */
export function whatIfLines({ changes, placements }: WhatIf, style: Style): readonly string[] {
  return [
    ...changes.flatMap(({ cluster, isNew, set, remove, baselines: { before, after } }) => [
      style(
        'bold',
        visible(`What if ${isNew ? `a new cluster ${cluster}` : cluster} ${labelText(set, remove)}`),
      ),
      isNew
        ? `  baselines: ${nameList(after) || 'none'}`
        : `  baselines: ${nameList(before) || 'none'} -> ${nameList(after) || 'none'}`,
    ]),
    ...placements.flatMap(({ placement, baselines, gained, lost }) => [
      visible(`  placement ${placementKey(placement)}, with the baselines: `) +
        (nameList(baselines) || 'none'),
      ...gained.map((move) => style('green', visible(`    + ${move.cluster}${pushed(move, 'in')}`))),
      ...lost.map((move) =>
        style('red', visible(`    - ${move.cluster}${pushed(move, 'out')}: ${move.dropped?.reason ?? ''}`)),
      ),
    ]),
    ...(placements.length === 0 ? ['  No placement would change.'] : []),
    '',
  ];
}

function labelText(set: Readonly<Record<string, string>>, remove: readonly string[]): string {
  const has = Object.entries(set).map(([key, value]) => `${key}=${value}`);
  const lacks = remove.map((key) => `no ${key}`);
  return `had ${[...has, ...lacks].join(', ')}`;
}

function pushed({ pushed: isPushed }: Move, direction: 'in' | 'out'): string {
  return isPushed ? ` (pushed ${direction})` : '';
}
