import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { readInventory } from '../../src/pipeline/inventory/index.ts';
import { decide } from '../../src/pipeline/placement/index.ts';
import { readPlacementFiles } from '../../src/pipeline/source/index.ts';
import { goProgram } from '../support/go-program.ts';
import { measureProcess, timed } from './measure.ts';

const ocm = 'cluster.open-cluster-management.io';
const now = '2026-11-24T12:00:00Z';
const placements = 50;
const sizes = [1000, 10_000, 100_000];
/** Reading JSON of more than this takes the hub's program longer than deciding. */
const mostForHub = 10_000;

/**
 * Deciding 50 placements (labels, claims, CEL, tolerations, scores, numbers, groups) for fleets that grow tenfold: twice in
 * this process, at first with nothing decided before, then on top of that. Beside it OCM's own scheduling controller as a
 * whole process, which reads the same objects as JSON.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { clusters: { type: 'string', multiple: true, default: sizes.map(String) } },
  });
  const hub = goProgram('placement', join(import.meta.dirname, '..', 'pipeline', 'placement', 'oracle'));
  console.log(
    `${placements} placements, Node ${process.versions.node}, ${cpus().length} cores; milliseconds\n`,
  );
  console.log(row('clusters', ['first', 'again', 'us/pair', 'MB', "OCM's controller"]));
  for (const size of values.clusters.map(Number)) {
    const { first, again, heap } = await measureHere(size);
    const peer = hub === undefined || size > mostForHub ? null : await measureHub(hub, size);
    const perPair = (again * 1000) / (size * placements);
    console.log(
      row(String(size), [
        ...[first.toFixed(0), again.toFixed(0), perPair.toFixed(2), heap.toFixed(0)],
        peer === null ? '-' : peer.toFixed(0),
      ]),
    );
  }
}

function row(first: string, rest: readonly string[]): string {
  return first.padStart(10) + rest.map((cell) => cell.padStart(cell.length > 12 ? 20 : 12)).join('');
}

async function measureHere(size: number): Promise<{ first: number; again: number; heap: number }> {
  const asDocument = (value: JsonObject) => ({
    ...{ file: 'bench.yaml', value },
    positionOf: () => ({ file: 'bench.yaml', line: 1, column: 1 }),
  });
  const cache = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };
  const { inventory, ...read } = await readPlacementFiles(objects(size).map(asDocument), cache);
  const input = {
    ...read,
    clusters: readInventory([{ documents: inventory, position: undefined }]),
    now: new Date(now),
  };
  let decisions: Awaited<ReturnType<typeof decide>> = [];
  const first = await timed(async () => (decisions = await decide(input)));
  const previous = decisions.map(({ placement, clusters }) => ({
    placement: `${placement.namespace}/${placement.name}`,
    clusters,
  }));
  const again = await timed(async () => (decisions = await decide({ ...input, previous })));
  if (decisions.some(({ clusters }) => clusters.length === 0)) throw new Error('a placement selects nothing');
  return { first, again, heap: process.memoryUsage().heapUsed / 2 ** 20 };
}

async function measureHub(program: string, size: number): Promise<number> {
  const all = objects(size);
  const of = (kind: string) => all.filter((object) => object['kind'] === kind);
  const question = {
    now,
    clusters: of('ManagedCluster'),
    sets: of('ManagedClusterSet'),
    bindings: of('ManagedClusterSetBinding'),
    placements: of('Placement'),
  };
  const folder = mkdtempSync(join(tmpdir(), 'mcp-bench-placement-'));
  try {
    writeFileSync(join(folder, 'case.jsonl'), `${JSON.stringify(question)}\n`);
    const { milliseconds } = await measureProcess('sh', ['-c', `"$0" < case.jsonl > answers`, program], {
      cwd: folder,
    });
    return milliseconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function objects(size: number): readonly JsonObject[] {
  const set: JsonObject = {
    ...{ apiVersion: `${ocm}/v1beta2`, kind: 'ManagedClusterSet', metadata: { name: 'global' } },
    spec: { clusterSelector: { selectorType: 'LabelSelector', labelSelector: {} } },
  };
  const binding: JsonObject = {
    ...{ apiVersion: `${ocm}/v1beta2`, kind: 'ManagedClusterSetBinding' },
    ...{ metadata: { namespace: 'apps', name: 'global' }, spec: { clusterSet: 'global' } },
  };
  return [
    set,
    binding,
    ...Array.from({ length: placements }, (_, index) => placement(index, size)),
    ...Array.from({ length: size }, (_, index) => cluster(index)),
  ];
}

const pick = (values: readonly string[], index: number): string => values[index % values.length] ?? '';
const regions = ['eu', 'us', 'ap'];
const tiers = ['gold', 'silver', 'bronze', 'edge'];

function cluster(index: number): JsonObject {
  return {
    apiVersion: `${ocm}/v1`,
    kind: 'ManagedCluster',
    metadata: {
      name: `cluster-${String(index).padStart(6, '0')}`,
      labels: { region: pick(regions, index), tier: pick(tiers, index >> 2), site: `s${index % 500}` },
    },
    spec: {
      hubAcceptsClient: true,
      taints: index % 10 === 0 ? [{ key: 'gpu', effect: 'NoSelect', timeAdded: now }] : [],
    },
    status: {
      clusterClaims: [{ name: 'platform', value: pick(['AWS', 'GCP', 'Azure', 'Metal'], index >> 1) }],
      allocatable: { cpu: `${index % 97}`, memory: `${index % 89}Gi` },
      capacity: { cpu: '128', memory: '256Gi' },
    },
  };
}

/** Ten kinds of placements, five of each. */
function placement(index: number, size: number): JsonObject {
  const number = Math.max(1, Math.floor(size / 20));
  const labels = (matchLabels: JsonObject): Json => [
    { requiredClusterSelector: { labelSelector: { matchLabels } } },
  ];
  const cel = 'managedCluster.metadata.labels.region == "eu" && !has(managedCluster.spec.taints)';
  const specs: readonly JsonObject[] = [
    {},
    { predicates: labels({ region: pick(regions, index) }) },
    { predicates: labels({ region: pick(regions, index), tier: pick(tiers, index) }) },
    { predicates: labels({ region: 'eu' }), tolerations: [{ key: 'gpu', operator: 'Exists' }] },
    {
      predicates: [
        {
          requiredClusterSelector: {
            claimSelector: {
              matchExpressions: [{ key: 'platform', operator: 'In', values: ['AWS', 'GCP'] }],
            },
          },
        },
      ],
    },
    { numberOfClusters: number },
    { numberOfClusters: number, predicates: labels({ tier: pick(tiers, index) }) },
    {
      numberOfClusters: number,
      prioritizerPolicy: {
        configurations: [
          { scoreCoordinate: { type: 'BuiltIn', builtIn: 'ResourceAllocatableCPU' }, weight: 3 },
        ],
      },
    },
    {
      decisionStrategy: {
        groupStrategy: {
          decisionGroups: [
            {
              groupName: 'canary',
              groupClusterSelector: { labelSelector: { matchLabels: { tier: 'edge' } } },
            },
          ],
          clustersPerDecisionGroup: '10%',
        },
      },
    },
    { predicates: [{ requiredClusterSelector: { celSelector: { celExpressions: [cel] } } }] },
  ];
  return {
    apiVersion: `${ocm}/v1beta1`,
    kind: 'Placement',
    metadata: { namespace: 'apps', name: `p${String(index).padStart(2, '0')}` },
    spec: specs[index % specs.length] ?? {},
  };
}
