import type { AddOnPlacementScore } from '../../model/placement.ts';

/** Scores of add-ons by cluster and by the name of the `AddOnPlacementScore`. */
export class AddOnScores {
  readonly #byCluster = new Map<string, Map<string, AddOnPlacementScore>>();

  constructor(scores: readonly AddOnPlacementScore[]) {
    for (const score of scores) {
      const ofCluster = this.#byCluster.get(score.cluster) ?? new Map<string, AddOnPlacementScore>();
      ofCluster.set(score.name, score);
      this.#byCluster.set(score.cluster, ofCluster);
    }
  }

  get(cluster: string, name: string): AddOnPlacementScore | undefined {
    return this.#byCluster.get(cluster)?.get(name);
  }
}
