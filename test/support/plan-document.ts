import { planDigest } from '../../src/pipeline/plan-document.ts';
import type { PlanDocument } from '../../src/pipeline/plan-document.ts';

const id = (digit: string): string => digit.repeat(40);

/** A plan of one update, with other fields where a test asks for them; the digest is right. */
export function aPlan(more: Partial<Omit<PlanDocument, 'digest'>> = {}): PlanDocument {
  const document: Omit<PlanDocument, 'digest'> = {
    apiVersion: 'mcp.policy/v1alpha1',
    kind: 'Plan',
    createdAt: '2026-11-24T11:00:00.000Z',
    fleet: 'acme',
    source: { repository: '.', commit: id('1'), ref: 'HEAD' },
    repository: 'https://git.example.com/acme/fleet.git',
    author: { name: 'mcp', email: 'mcp@acme.example' },
    ledgerTip: id('2'),
    changes: [
      {
        ...{ cluster: 'eu-1', action: 'update', branch: 'cluster/eu-1', tip: id('3'), currentTree: id('4') },
        ...{ tree: id('5'), baselines: ['network'], evaluation: null, pending: [], blocked: null },
      },
    ],
    changeSets: [
      {
        ...{ from: id('4'), to: id('5'), clusters: ['eu-1'] },
        files: [{ path: 'network/shop/x.yaml', change: 'changed', before: id('6'), after: id('7') }],
      },
    ],
    newFindings: [],
    fleetFindings: [],
    unusedExceptions: [],
    rollouts: [],
    summary: { create: 0, update: 1, unchanged: 0, remove: 0, keep: 0, pending: 0, blocked: 0 },
    ...more,
  };
  return { ...document, digest: planDigest(document) };
}
