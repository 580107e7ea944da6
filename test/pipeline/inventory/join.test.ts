import { describe, expect, it } from 'vitest';
import { readInventory } from '../../../src/pipeline/inventory/index.ts';
import { parseDocuments } from '../../../src/yaml/parse.ts';

const managed = (name: string, rest: string) =>
  `apiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedCluster\nmetadata:\n  name: ${name}\n${rest}`;

describe('several entries', () => {
  const position = { file: 'mcp.yaml', line: 7, column: 7 };
  const join = (...texts: string[]) =>
    readInventory(
      texts.map((text, index) => ({ documents: parseDocuments(text, `${index}.yaml`), position })),
    );
  const hub = managed(
    'a',
    `  labels: { region: eu }
spec: { hubAcceptsClient: false, taints: [{ key: k, value: hub, effect: NoSelect }] }
status: { clusterClaims: [{ name: id, value: hub }], allocatable: { cpu: 4 } }`,
  );
  const list = `clusters:
  - name: a
    labels: { region: us, owner: shop }
    claims: { id: list, more: list }
    taints: [{ key: k, value: list, effect: NoSelect }, { key: k, effect: NoSelectIfNew }]
    allocatable: { cpu: 8, memory: 1Gi }
  - name: b`;

  it('are joined by name, the first one winning for each label, claim, taint and resource', () => {
    expect(join(hub, list)).toMatchObject([
      {
        name: 'a',
        labels: { region: 'eu', owner: 'shop' },
        claims: { id: 'hub', more: 'list' },
        taints: [
          { key: 'k', value: 'hub', effect: 'NoSelect' },
          { key: 'k', value: '', effect: 'NoSelectIfNew' },
        ],
        allocatable: { cpu: '4', memory: '1Gi' },
        accepted: false,
        managedCluster: { kind: 'ManagedCluster' },
        position: { file: '0.yaml' },
      },
      { name: 'b', accepted: true },
    ]);
    expect(join(list, hub)).toMatchObject([
      {
        labels: { region: 'us', owner: 'shop' },
        claims: { id: 'list' },
        accepted: false,
        managedCluster: { kind: 'ManagedCluster' },
      },
      { name: 'b' },
    ]);
  });

  it('keep what the hub says of deletion and availability, wherever it stands', () => {
    const leaving = managed(
      'a',
      "  deletionTimestamp: '2026-01-01T00:00:00Z'\nstatus: { conditions: [{ type: ManagedClusterConditionAvailable, status: 'False' }] }",
    );
    for (const texts of [
      [list, leaving],
      [leaving, list],
    ])
      expect(join(...texts)[0]).toMatchObject({ terminating: true, availability: 'unavailable' });
  });

  it('must each hold a cluster', () => {
    expect(() => join(hub, 'apiVersion: v1\nkind: Namespace\nmetadata: { name: x }')).toThrow(
      'The inventory holds no cluster.',
    );
  });
});
