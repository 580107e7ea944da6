import { expect, test } from 'vitest';
import type { Cluster, Taint } from '../../../src/model/cluster.ts';
import type { Decision, DropStep, Placement, Toleration } from '../../../src/model/placement.ts';
import { onlyUnreachable } from '../../../src/pipeline/placement/index.ts';

const taint = (key: string, effect: Taint['effect'] = 'NoSelect'): Taint => ({
  ...{ key, effect, value: '', timeAdded: '2026-11-24T10:00:00Z' },
});
const unreachable = taint('cluster.open-cluster-management.io/unreachable');
const position = { file: 'p.yaml', line: 1, column: 1 };
const tolerate = (key: string, tolerationSeconds: number | null = null): Toleration => ({
  ...{ key, operator: 'Exists', value: '', effect: '', tolerationSeconds, position },
});

test.each<[string, readonly Taint[], readonly Toleration[], DropStep, boolean]>([
  ['for its taint alone', [unreachable], [], 'Taint', true],
  ['for a toleration that is over', [unreachable], [tolerate(unreachable.key, 60)], 'Taint', true],
  ['beside a taint that is tolerated', [taint('gpu'), unreachable], [tolerate('gpu')], 'Taint', true],
  ['beside a taint for new ones', [unreachable, taint('full', 'NoSelectIfNew')], [], 'Taint', true],
  ['beside a taint of its owner', [taint('gpu'), unreachable], [], 'Taint', false],
  ['for its labels', [unreachable], [], 'Predicate', false],
])('a cluster that is left out %s', (_, taints, tolerations, step, held) => {
  const cluster = { name: 'a', taints } as unknown as Cluster;
  const decision = { dropped: [{ cluster: 'a', step, reason: '' }] } as unknown as Decision;
  const placement = { tolerations } as unknown as Placement;
  const now = new Date('2026-11-24T12:00:00Z');
  expect(onlyUnreachable(placement, decision, new Map([['a', cluster]]), now)).toEqual(held ? ['a'] : []);
});
