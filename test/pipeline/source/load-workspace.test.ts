import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { McpError } from '../../../src/model/error.ts';
import { loadWorkspace } from '../../../src/pipeline/source/index.ts';
import { memoryCache, memoryTree, repositoryRoot, smallRepository } from './memory-tree.ts';

function load(files: Readonly<Record<string, string | Uint8Array>>, cache = memoryCache()) {
  return loadWorkspace(memoryTree(files), { cache, shippedRoot: repositoryRoot, askHub: null });
}

describe('loadWorkspace', () => {
  it('reads a repository that somebody mangled, or says where it is broken', async () => {
    const path = fc.constantFrom(...Object.keys(smallRepository).filter((name) => /ya?ml$/.test(name)));
    const junk = fc.oneof(
      fc.constantFrom(
        '',
        ' ',
        '\n',
        '\t',
        ':',
        '- ',
        '[',
        '{',
        '"',
        "'",
        '&a ',
        '*a',
        '<<: ',
        '!x ',
        '|\n',
        'null',
        '1',
        '---\n',
        '${',
      ),
      fc.string({ maxLength: 3 }),
    );
    const cache = memoryCache();
    await fc.assert(
      fc.asyncProperty(path, fc.nat(), fc.nat({ max: 12 }), junk, async (file, at, removed, inserted) => {
        const text = smallRepository[file]!;
        const start = at % text.length;
        const mangled = text.slice(0, start) + inserted + text.slice(start + removed);
        try {
          await load({ ...smallRepository, [file]: mangled }, cache);
        } catch (error) {
          if (!(error instanceof McpError)) throw error;
          const { position } = error;
          expect(Object.keys(smallRepository)).toContain(position?.file);
          const lines = (position?.file === file ? mangled : smallRepository[position!.file]!).split(
            /\r\n|\n|\r/,
          );
          expect(position!.line).toBeLessThanOrEqual(lines.length);
          expect(position!.column).toBeLessThanOrEqual(lines[position!.line - 1]!.length + 1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reads one of everything and applies the defaults', async () => {
    const { files, inventory, ...workspace } = await load(smallRepository);
    expect(files).toHaveLength(Object.keys(smallRepository).length);
    expect(inventory.flatMap(({ documents }) => documents!.map(({ file }) => file))).toEqual([
      'clusters/a.yaml',
    ]);
    expect(workspace).toMatchSnapshot();
  });

  it('reads tables and JSON among the clusters, and gives a file to the first entry that leads to it', async () => {
    const fleet = smallRepository['mcp.yaml']!;
    const { inventory } = await load({
      ...smallRepository,
      'mcp.yaml': fleet.replace(
        /(- path:) clusters\/?/,
        '$1 clusters/more.csv\n    $&\n    $1 clusters/more.csv',
      ),
      'clusters/more.csv': '\ufeffname,tier\nb,web\n',
      'clusters/c.json': '{"clusters": [{"name": "c"}]}',
      'clusters/README.md': 'no cluster',
    });
    const files = inventory.map(({ documents }) => documents!.map(({ file }) => file));
    expect(files).toEqual([['clusters/more.csv'], ['clusters/a.yaml', 'clusters/c.json']]);
    expect(inventory[0]?.documents?.[0]?.value).toEqual({
      clusters: [{ name: 'b', labels: { tier: 'web' }, claims: {}, taints: [] }],
    });
  });

  it('reads everything but inventory, templates and policies from mcp.yaml too', async () => {
    const inline = [
      'placements/production.yaml',
      'baselines/base.yaml',
      'exceptions/e.yaml',
      'policies/controls/own.yaml',
    ];
    const root = ['mcp.yaml', ...inline].map((path) => smallRepository[path]).join('---\n');
    const rest = Object.fromEntries(
      Object.entries(smallRepository).filter(([path]) => !inline.includes(path)),
    );
    const one = await load({ ...rest, 'mcp.yaml': root });
    const many = await load(smallRepository);
    const names = ({ placements, baselines, exceptions, catalogs }: typeof one) =>
      [placements, baselines, exceptions, catalogs].map((list) => list.map(({ name }) => name));
    expect(names(one)).toEqual(names(many));
  });

  it('takes cluster sets from the inventory as well, from lists too', async () => {
    const sets = `apiVersion: v1
kind: List
items:
  - apiVersion: cluster.open-cluster-management.io/v1beta2
    kind: ManagedClusterSet
    metadata: { name: retail, uid: x }
    status: {}
  - apiVersion: cluster.open-cluster-management.io/v1beta2
    kind: ManagedClusterSet
    metadata: { name: gold }
    spec: { clusterSelector: { selectorType: LabelSelector, labelSelector: { matchLabels: { tier: gold } } } }
  - apiVersion: cluster.open-cluster-management.io/v1beta2
    kind: ManagedClusterSetBinding
    metadata: { name: retail }
    spec: { clusterSet: retail }
`;
    const workspace = await load({ ...smallRepository, 'clusters/sets.yaml': sets });
    expect(workspace.inventory).toHaveLength(1);
    expect(workspace.clusterSets).toMatchObject([
      { name: 'gold', labelSelector: { matchLabels: { tier: 'gold' }, matchExpressions: [] } },
      { name: 'retail', labelSelector: null },
    ]);
    expect(workspace.clusterSetBindings).toMatchObject([{ namespace: 'default', clusterSet: 'retail' }]);
  });

  it('reads the shipped policies with their controls, and shipped templates by name', async () => {
    const fleet = smallRepository['mcp.yaml']!.replace(
      '    - policies\n',
      '    - use: security-baseline\n      parameters: { a: 1 }\n',
    );
    const { policies, catalogs } = await load({ ...smallRepository, 'mcp.yaml': fleet });
    expect(policies).toMatchObject([{ name: 'security-baseline', parameters: { a: 1 } }]);
    const paths = policies[0]!.modules.map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.every((path) => /^security-baseline\/.*\.rego$/.test(path))).toBe(true);
    expect(paths.filter((path) => path.endsWith('_test.rego'))).toEqual([]);
    expect(catalogs.map(({ name }) => name)).toContain('cis-kubernetes-1.12');
    expect(catalogs.map(({ name }) => name)).toContain('own');
  });

  it('is told apart by namespace where placements share a name', async () => {
    const second = smallRepository['placements/production.yaml']!.replace(
      'name: production',
      'name: production\n  namespace: b',
    );
    const baseline = smallRepository['baselines/base.yaml']!.replace(
      'placement: production',
      'placement: b/production',
    );
    const workspace = await load({
      ...smallRepository,
      'placements/b.yaml': second,
      'baselines/base.yaml': baseline,
    });
    expect(workspace.baselines[0]!.placement).toEqual({ namespace: 'b', name: 'production' });
  });

  it.each([
    ['"5%"', 0.05],
    ['100%', 1],
    ['25', 0.25],
    ['0', 0],
  ])('reads maxRemovals: %s', async (text, expected) => {
    const fleet = smallRepository['mcp.yaml']!.replace(
      '../fleet.git',
      `../fleet.git\n    maxRemovals: ${text}`,
    );
    const workspace = await load({ ...smallRepository, 'mcp.yaml': fleet });
    expect(workspace.fleet.delivery.maxRemovals).toBe(expected);
  });

  it('takes an exception that was approved and ends on the same day', async () => {
    const exception = smallRepository['exceptions/e.yaml']!.replace(
      'created: 2026-01-01',
      'created: 2026-12-31T18:00:00+01:00',
    );

    const { exceptions } = await load({ ...smallRepository, 'exceptions/e.yaml': exception });
    expect(exceptions).toMatchObject([{ created: '2026-12-31T18:00:00+01:00', expires: '2026-12-31' }]);
  });

  it('gives the same workspace whatever the order of the files', async () => {
    const reversed = Object.fromEntries(Object.entries(smallRepository).reverse());
    const plain = (workspace: Awaited<ReturnType<typeof load>>) =>
      JSON.stringify({ ...workspace, files: [], treeId: '' });
    expect(plain(await load(reversed))).toBe(plain(await load(smallRepository)));
  });

  it('remembers what passed the schemas, and only that', async () => {
    const cache = memoryCache();
    await load(smallRepository, cache);
    const known = cache.entries.size;
    expect(known).toBe(2);
    await load(smallRepository, cache);
    expect(cache.entries.size).toBe(known);
    const broken = {
      ...smallRepository,
      'baselines/base.yaml': `${smallRepository['baselines/base.yaml']!}  more: 1\n`,
    };
    await expect(load(broken, cache)).rejects.toThrow("spec has no field 'more'.");
    await expect(load(broken, cache)).rejects.toThrow("spec has no field 'more'.");
    expect(cache.entries.size).toBe(known);
  });
});
