import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tupleOf } from '../../../src/cel/field-path.ts';
import { clusterBinding } from '../../../src/cel/variables.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { Baseline } from '../../../src/model/workspace.ts';
import { parseDocuments } from '../../../src/yaml/parse.ts';
import { baseline, cluster, contents, memoryCache, renderAll } from './fixtures.ts';

const expressions = [
  'cluster.labels.region',
  "has(cluster.labels.tier) ? cluster.labels.tier : 'none'",
  "'tier' in cluster.labels",
  'size(cluster.labels)',
  'cluster.name',
  'cluster.labels.map(k, cluster.labels[k])',
  'parameters.level',
  'parameters.list.filter(x, x > 1)',
  "has(parameters.extra) ? parameters.extra : {'a': cluster.availability}",
  'cluster.claims.product',
  'cluster.taints.map(t, t.key)',
];
const arbitraryCluster: fc.Arbitrary<Omit<Cluster, 'name'>> = fc
  .record({
    labels: fc.dictionary(
      fc.constantFrom('region', 'tier', 'zone', 'constructor'),
      fc.constantFrom('eu', 'us', 'no', ''),
    ),
    claims: fc.dictionary(fc.constant('product'), fc.constantFrom('EKS', 'AKS')),
    taints: fc.array(fc.constant({ key: 'gpu', value: '', effect: 'NoSelect' as const, timeAdded: null }), {
      maxLength: 1,
    }),
  })
  .map((some) => cluster('', some.labels, some));
const clusters = fc
  .array(arbitraryCluster, { minLength: 1, maxLength: 8 })
  .map((all) => all.map((each, i): Cluster => ({ ...each, name: `c${i}` })));
const document = fc
  .record({ expression: fc.constantFrom(...expressions), when: fc.boolean(), each: fc.boolean() })
  .map(
    ({ expression, when, each }) =>
      (name: string) =>
        [
          `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${each ? `${name}-\${index}` : name}\n  annotations:`,
          `    note: x`,
          ...(when
            ? ["    mcp.policy/includeWhen: ${!has(cluster.labels.zone) || cluster.labels.zone != 'eu'}"]
            : []),
          ...(each ? ['    mcp.policy/forEach: ${parameters.list}'] : []),
          `data:\n  value: "\${${expression}}"`,
        ].join('\n'),
  );
const baselines: fc.Arbitrary<Baseline> = fc
  .tuple(fc.array(document, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([documents, overridden]) =>
    baseline(
      'base',
      { 't.yaml': documents.map((make, i) => make(`d${i}`)).join('\n---\n') },
      { level: 'restricted', list: [1, 2] },
      overridden
        ? [{ when: "${cluster.labels.region == 'us'}", parameters: { level: 'low', extra: [1] } }]
        : [],
    ),
  );

it('sharing changes nothing: the same as each cluster rendered alone, with the cache and without, in any order', async () => {
  await fc.assert(
    fc.asyncProperty(clusters, baselines, async (all, base) => {
      const cache = memoryCache();
      const together = (await renderAll(all, [base], cache)).map(contents);
      const again = (await renderAll([...all].reverse(), [base], cache)).map(contents);
      expect(again).toEqual(together);
      for (const [i, each] of all.entries())
        expect(contents((await renderAll([each], [base]))[0])).toEqual(together[i]);
    }),
    { numRuns: 60 },
  );
});

it('equal sets are one object with one digest, different ones differ, and every manifest reads back as its object', async () => {
  await fc.assert(
    fc.asyncProperty(clusters, baselines, async (all, base) => {
      const byText = new Map<string, unknown>();
      for (const rendering of await renderAll(all, [base])) {
        if ('error' in rendering) continue;
        const { manifests } = rendering;
        const text = JSON.stringify(contents(rendering));
        expect(byText.get(text) ?? manifests).toBe(manifests);
        byText.set(text, manifests);
        for (const { bytes, object } of manifests.manifests) {
          const [read] = parseDocuments(new TextDecoder().decode(bytes), 'x');
          expect(JSON.stringify(sorted(read?.value))).toBe(JSON.stringify(sorted(object)));
        }
      }
      const digests = [...byText.values()].map((set) => (set as { digest: string }).digest);
      expect(new Set(digests).size).toBe(byText.size);
    }),
    { numRuns: 60 },
  );
});

it('a tuple tells an absent key from an empty one and from a key of a text', () => {
  const tuples = [{}, { a: '' }, { a: 'x' }, { a: {} }, { a: { b: '' } }, { a: { b: null } }].map((labels) =>
    tupleOf([['cluster', 'labels', 'a', 'b']], { cluster: { labels } }),
  );
  expect(new Set(tuples).size).toBe(tuples.length);
});

it('the binding of a cluster holds what templates may read, and no more', () => {
  const binding = clusterBinding(cluster('a', { x: 'y' }));
  expect(Object.keys(binding)).toEqual([
    'name',
    'labels',
    'claims',
    'taints',
    'allocatable',
    'capacity',
    'availability',
  ]);
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}
