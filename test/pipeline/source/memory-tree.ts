import { createHash } from 'node:crypto';
import type { SourceTree } from '../../../src/model/git.ts';
import type { Cache } from '../../../src/model/ports.ts';

/** A policy repository made of texts. */
export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>): SourceTree {
  const id = (content: string | Uint8Array) => createHash('sha1').update(content).digest('hex');
  return {
    revision: { repository: '/policies', commit: null, ref: 'HEAD' },
    id: id(JSON.stringify(files)),
    files: Object.entries(files).map(([path, content]) => ({ path, id: id(content) })),
    read: (wanted) => Promise.resolve(wanted.map(({ path }) => Buffer.from(files[path] ?? ''))),
  };
}

export function memoryCache(): Cache & { readonly entries: ReadonlyMap<string, Uint8Array> } {
  const entries = new Map<string, Uint8Array>();
  return {
    entries,
    get: (namespace, key) => Promise.resolve(entries.get(`${namespace}/${key}`)),
    set: (namespace, key, value) => Promise.resolve(void entries.set(`${namespace}/${key}`, value)),
  };
}

export const repositoryRoot = new URL('../../..', import.meta.url).pathname;

/** The smallest policy repository that has one of everything. */
export const smallRepository: Readonly<Record<string, string>> = {
  'mcp.yaml': `apiVersion: mcp.policy/v1alpha1
kind: Fleet
metadata:
  name: acme
spec:
  inventory:
    - path: clusters/
  delivery:
    repository: ../fleet.git
  policies:
    - policies
`,
  'clusters/a.yaml': `apiVersion: cluster.open-cluster-management.io/v1
kind: ManagedCluster
metadata:
  name: a
`,
  'placements/production.yaml': `apiVersion: cluster.open-cluster-management.io/v1beta1
kind: Placement
metadata:
  name: production
spec:
  predicates:
    - requiredClusterSelector:
        labelSelector:
          matchLabels:
            environment: production
`,
  'baselines/base.yaml': `apiVersion: mcp.policy/v1alpha1
kind: Baseline
metadata:
  name: base
spec:
  placement: production
  templates:
    - templates/base
  parameters:
    level: restricted
`,
  'exceptions/e.yaml': `apiVersion: mcp.policy/v1alpha1
kind: PolicyException
metadata:
  name: legacy
spec:
  owner: team-a
  approver: security
  reason: legacy
  ticket: ACME-1
  created: 2026-01-01
  expires: 2026-12-31
  compensatingControl: network policy
  match:
    policies: [pod-privileged]
    clusters: [a]
`,
  'policies/controls/own.yaml': `apiVersion: mcp.policy/v1alpha1
kind: ControlCatalog
metadata:
  name: own
spec:
  title: Own rules
  version: '1'
  controls:
    - id: own-1
      title: Be good
      coverage: automated
`,
  'policies/own.rego': 'package own\n',
  'policies/own_test.rego': 'package own_test\n',
  'templates/base/ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: x }\n',
  'templates/base/deep/role.yml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: x }\n',
  'templates/base/README.md': '# nothing to render\n',
};
