import type {
  AddOnPlacementScore,
  ClusterSet,
  ClusterSetBinding,
  Placement,
  PreviousDecision,
} from '../../model/placement.ts';
import type { Cache } from '../../model/ports.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { readAddOnScore } from './addon-score.ts';
import { readClusterSet, readClusterSetBinding } from './cluster-sets.ts';
import { refuseDuplicates } from './duplicates.ts';
import { groupByKind, isKind } from './kinds.ts';
import { readPlacement } from './placement.ts';
import { readPreviousDecisions } from './previous-decisions.ts';
import { validate } from './validate.ts';

/** What placements are decided from, read from files outside of any policy repository. */
export interface PlacementFiles {
  readonly placements: readonly Placement[];
  readonly clusterSets: readonly ClusterSet[];
  readonly clusterSetBindings: readonly ClusterSetBinding[];
  readonly addOnScores: readonly AddOnPlacementScore[];
  readonly previous: readonly PreviousDecision[];
  /** All other documents: the inventory. */
  readonly inventory: readonly SourceDocument[];
}

/** Tells documents of any order and any files apart by their kinds. Throws CONFIG_INVALID and CONFIG_DUPLICATE. */
export async function readPlacementFiles(
  documents: readonly SourceDocument[],
  cache: Cache,
): Promise<PlacementFiles> {
  const groups = Map.groupBy(documents, ({ value: { kind } }) => {
    if (kind === 'PlacementDecision') return 'decision';
    return typeof kind === 'string' && isKind(kind) ? 'configuration' : 'inventory';
  });
  const configuration = groups.get('configuration') ?? [];
  await validate(configuration, cache);
  const byKind = groupByKind(configuration);
  refuseDuplicates(byKind);
  return {
    placements: byKind.Placement.map(readPlacement),
    clusterSets: byKind.ManagedClusterSet.map(readClusterSet),
    clusterSetBindings: byKind.ManagedClusterSetBinding.map(readClusterSetBinding),
    addOnScores: byKind.AddOnPlacementScore.map(readAddOnScore),
    previous: readPreviousDecisions(groups.get('decision') ?? []),
    inventory: groups.get('inventory') ?? [],
  };
}
