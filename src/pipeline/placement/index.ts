import type { Cluster } from '../../model/cluster.ts';
import type {
  ClusterSet,
  ClusterSetBinding,
  Decision,
  DropStep,
  DroppedCluster,
  Placement,
} from '../../model/placement.ts';
import { clusterSetFilter } from './cluster-set-filter.ts';
import type { Filter } from './filter.ts';
import { predicateFilter } from './predicate-filter.ts';
import { taintFilter } from './taint-filter.ts';

interface PlacementInput {
  readonly clusters: readonly Cluster[];
  readonly placements: readonly Placement[];
  readonly clusterSets: readonly ClusterSet[];
  readonly clusterSetBindings: readonly ClusterSetBinding[];
  readonly now: Date;
  /** What the last run decided, by `<namespace>/<name>` of the placement: for the taint effect NoSelectIfNew. */
  readonly previous?: readonly { readonly placement: string; readonly clusters: readonly string[] }[];
}

/**
 * Decides which clusters each placement selects, in the order of the placements; the answer is that of an Open Cluster
 * Management hub (pkg/placement at 00f84c32) for the same objects. Clusters come out by name.
 */
export function decide(input: PlacementInput): readonly Decision[] {
  const clusters = [...input.clusters].sort((a, b) => (a.name < b.name ? -1 : 1));
  const previous = new Map(
    input.previous?.map((decision) => [decision.placement, new Set(decision.clusters)]),
  );
  const clusterSets = clusterSetFilter(input.clusterSets, input.clusterSetBindings);

  return input.placements.map((placement) => {
    const { namespace, name, predicates, tolerations } = placement;
    const decidedBefore = previous.get(`${namespace}/${name}`) ?? new Set();
    const steps: readonly (readonly [DropStep, Filter])[] = [
      ['Terminating', ({ terminating }) => (terminating ? 'The cluster is being deleted.' : null)],
      ['ClusterSet', clusterSets(placement)],
      ['Predicate', predicateFilter(predicates)],
      ['Taint', taintFilter(tolerations, decidedBefore, input.now)],
    ];
    return { placement: { namespace, name }, ...sieve(clusters, steps) };
  });
}

function sieve(
  clusters: readonly Cluster[],
  steps: readonly (readonly [DropStep, Filter])[],
): Pick<Decision, 'clusters' | 'dropped'> {
  const selected: string[] = [];
  const dropped: DroppedCluster[] = [];
  for (const cluster of clusters) {
    const drop = firstDrop(cluster, steps);
    if (drop === null) selected.push(cluster.name);
    else dropped.push(drop);
  }
  return { clusters: selected, dropped };
}

function firstDrop(cluster: Cluster, steps: readonly (readonly [DropStep, Filter])[]): DroppedCluster | null {
  for (const [step, filter] of steps) {
    const reason = filter(cluster);
    if (reason !== null) return { cluster: cluster.name, step, reason };
  }
  return null;
}
