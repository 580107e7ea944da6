import type { FleetFinding } from '../../src/model/finding.ts';
import type { Change } from '../../src/model/plan.ts';
import type { PlanResult } from '../../src/pipeline/plan.ts';
import { aPlan } from './plan-document.ts';

const nothing = {
  tip: null,
  currentTree: null,
  tree: null,
  baselines: ['network'],
  evaluation: null,
  pending: [],
};

function change(cluster: string, action: Change['action'], message = ''): Change {
  const blocked = message === '' ? null : ({ reason: 'policy', message } as const);
  return { ...nothing, cluster, action, branch: `cluster/${cluster}`, blocked };
}

const shops = Array.from({ length: 412 }, (_, index) => `shop-${String(index + 1).padStart(3, '0')}`);
const fleetFinding: FleetFinding = {
  ...{
    policy: 'fleet-versions',
    state: 'fail' as const,
    cluster: null,
    message: 'three versions of Kubernetes',
  },
  ...{ field: '', fix: '', exception: null },
};

/** A plan with something of everything that formats show. */
export function aPlanResult(): PlanResult {
  const document = aPlan({
    changes: [
      ...['lab-1', 'lab-2'].map((cluster) => change(cluster, 'blocked', 'pod-privileged: Pod x: no')),
      change('left-1', 'remove'),
      ...['new-1', 'new-2', 'new-3'].map((cluster) => change(cluster, 'create')),
      ...shops.map((cluster) => change(cluster, 'update')),
      change('same-1', 'unchanged'),
      change('waits-1', 'pending'),
    ],
    changeSets: [],
    newFindings: [
      {
        ...{ policy: 'pod-privileged', state: 'fail', message: 'the container is privileged' },
        object: { apiVersion: 'v1', kind: 'Pod', namespace: 'team-a', name: 'x' },
        clusters: ['lab-1', 'lab-2'],
      },
    ],
    fleetFindings: [fleetFinding],
    unusedExceptions: ['lab-host-network'],
    rollouts: [
      {
        ...{ baseline: 'network', type: 'Progressive', groups: [{ index: 0, name: '' }] },
        clusters: [{ cluster: 'waits-1', group: 0, status: 'ToApply', since: null, due: false }],
        hold: { reason: 'concurrency', size: 1, open: ['shop-001'] },
        ...{ message: 'waits for shop-001', nextWave: '2026-11-24T12:00:00.000Z' },
      },
    ],
    summary: { create: 3, update: 412, unchanged: 1, remove: 1, keep: 0, pending: 1, blocked: 2 },
  });
  const policy = 'network/team-a/networkpolicy-default-deny.yaml';
  return {
    document,
    fleet: { digest: '0'.repeat(64), findings: [fleetFinding], denials: [] },
    groups: [
      {
        action: 'remove',
        clusters: ['left-1'],
        files: [{ path: policy, change: 'removed', lines: [], note: '' }],
      },
      {
        action: 'update',
        clusters: shops,
        files: [
          {
            path: policy,
            change: 'added',
            lines: ['@@ -0,0 +1,2 @@', '+kind: NetworkPolicy', '+spec: {}'],
            note: '',
          },
          {
            path: 'network/team-a/secret-s.yaml',
            change: 'changed',
            lines: ['@@ -1,2 +1,2 @@', ' data:', '-  password: (hidden)', '+  password: (value changed)'],
            note: '',
          },
          {
            path: 'network/team-a/configmap-big.yaml',
            change: 'changed',
            lines: [],
            note: 'too long to compare',
          },
        ],
      },
      {
        action: 'create',
        clusters: ['new-1', 'new-2', 'new-3'],
        files: [policy, 'pod-security/_cluster/namespace-a.yaml'].map((path) => ({
          path,
          change: 'added',
          lines: [],
          note: '',
        })),
      },
    ],
  };
}
