import type { SourceDocument } from '../../model/workspace.ts';

const forPlacements = new Set(['ManagedClusterSet', 'ManagedClusterSetBinding', 'AddOnPlacementScore']);

/** Documents that tell of clusters, and those that hubs export beside them and placements use. */
export function splitInventory(
  documents: readonly SourceDocument[],
): readonly [clusters: readonly SourceDocument[], configuration: readonly SourceDocument[]] {
  const isConfiguration = ({ value: { kind } }: SourceDocument) =>
    typeof kind === 'string' && forPlacements.has(kind);
  return [documents.filter((each) => !isConfiguration(each)), documents.filter(isConfiguration)];
}
