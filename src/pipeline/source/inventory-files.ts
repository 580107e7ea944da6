import type { FleetConfig, InventorySource, SourceDocument } from '../../model/workspace.ts';
import { flattenLists } from '../../yaml/flatten-lists.ts';
import { parseDocuments } from '../../yaml/parse.ts';
import { parseClusterTable } from './cluster-table.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { splitInventory } from './split-inventory.ts';

const inventoryFile = /\.(ya?ml|json|csv)$/;

/**
 * The documents of each entry of the inventory, and what hubs export beside clusters for placements to use, which is
 * configuration. A file that several entries lead to belongs to the first. Throws CONFIG_REFERENCE, CONFIG_YAML and
 * INVENTORY_FAILED.
 */
export async function readInventory(
  entries: FleetConfig['inventory'],
  repository: RepositoryFiles,
): Promise<{
  readonly sources: readonly InventorySource[];
  readonly configuration: readonly SourceDocument[];
}> {
  const taken = new Set<string>();
  const sources: InventorySource[] = [];
  const configuration: SourceDocument[] = [];
  for (const { path, position } of entries) {
    const named = repository.named(path, inventoryFile, 'YAML, JSON or CSV file', position);
    const files = named.filter((file) => !taken.has(file.path));
    for (const file of files) taken.add(file.path);
    const documents = flattenLists((await repository.read(files)).flatMap(parseFile));
    const [clusters, others] = splitInventory(documents);
    configuration.push(...others);
    // An entry inside another one, whose files are read already, has nothing of its own to say.
    if (files.length > 0) sources.push({ documents: clusters, position });
  }
  return { sources, configuration };
}

function parseFile({ path, text }: { readonly path: string; readonly text: string }) {
  return path.endsWith('.csv') ? [parseClusterTable(text, path)] : parseDocuments(text, path);
}
