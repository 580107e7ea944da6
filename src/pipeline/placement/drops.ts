import type { Cluster } from '../../model/cluster.ts';
import type { DropStep, DroppedCluster } from '../../model/placement.ts';
import type { Filter } from './filter.ts';

/** The clusters that no step has left out so far, and the step that left out each of the others. */
export class Drops {
  readonly #drops: DroppedCluster[] = [];
  #left: readonly Cluster[];

  constructor(clusters: readonly Cluster[]) {
    this.#left = clusters;
  }

  get left(): readonly Cluster[] {
    return this.#left;
  }

  /** Leaves out the clusters for which the filter has a reason. */
  sieve(step: DropStep, filter: Filter): void {
    // Thousands of clusters share a few reasons: one text each.
    const reasons = new Map<string, string>();
    this.#left = this.#left.filter((cluster) => {
      const reason = filter(cluster);
      if (reason === null) return true;
      const shared = reasons.get(reason) ?? reason;
      reasons.set(shared, shared);
      this.#drops.push({ cluster: cluster.name, step, reason: shared });
      return false;
    });
  }

  /** By the names of the clusters. */
  dropped(): readonly DroppedCluster[] {
    return this.#drops.sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
  }
}
