import type { Decision } from '../model/placement.ts';
import { placementDecisions } from '../pipeline/placement/index.ts';
import { canonicalYaml } from '../yaml/canonical.ts';

/** The decisions as a stream of PlacementDecisions, each document begun by `---`. */
export function placementDecisionsYaml(decisions: readonly Decision[]): string {
  return decisions
    .flatMap(placementDecisions)
    .map((object) => `---\n${canonicalYaml(object)}`)
    .join('');
}
