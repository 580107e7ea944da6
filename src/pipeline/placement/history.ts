import type { PreviousDecision } from '../../model/placement.ts';

/** How often each cluster is decided for. */
type Counts = ReadonlyMap<string, number>;

/**
 * What is decided so far: at first what was decided before, then each placement's new decision in place of its old one.
 * A hub too decides one placement at a time and looks at the recorded decisions of the others.
 */
export class History {
  readonly #decided = new Map<string, Counts>();
  readonly #all = new Map<string, number>();

  constructor(previous: readonly PreviousDecision[]) {
    for (const { placement, clusters } of previous) this.record(placement, clusters);
  }

  /** The clusters that the placement decided last. */
  of(placement: string): Counts {
    return this.#decided.get(placement) ?? new Map();
  }

  record(placement: string, clusters: readonly string[]): void {
    const before = this.of(placement);
    if (clusters.length === before.size && clusters.every((cluster) => before.get(cluster) === 1)) return;
    for (const [cluster, count] of before) add(this.#all, cluster, -count);
    const decided = new Map<string, number>();
    for (const cluster of clusters) add(decided, cluster, 1);
    for (const [cluster, count] of decided) add(this.#all, cluster, count);
    this.#decided.set(placement, decided);
  }

  /** How often placements other than this one decided for each cluster, and the most for any. */
  othersThan(placement: string): { readonly most: number; readonly count: (cluster: string) => number } {
    const own = this.of(placement);
    const count = (cluster: string) => (this.#all.get(cluster) ?? 0) - (own.get(cluster) ?? 0);
    let most = 0;
    for (const [cluster, all] of this.#all) if (all > most) most = Math.max(most, count(cluster));
    return { most, count };
  }
}

function add(counts: Map<string, number>, cluster: string, count: number): void {
  counts.set(cluster, (counts.get(cluster) ?? 0) + count);
}
