import type { InventorySource, SourceDocument } from '../../model/workspace.ts';
import { flattenLists } from '../../yaml/flatten-lists.ts';

/** The documents of a source, lists taken apart. Of a hub that was not asked there are none to be had: that is our bug. */
export function documentsOf({ documents }: InventorySource): readonly SourceDocument[] {
  if (documents === null) throw new Error('The clusters of a hub are wanted that was not asked.');
  return flattenLists(documents);
}
