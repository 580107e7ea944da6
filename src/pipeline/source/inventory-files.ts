import type { HubConfig, HubReader } from '../../model/hub.ts';
import type { FleetConfig, InventorySource, SourceDocument } from '../../model/workspace.ts';
import { flattenLists } from '../../yaml/flatten-lists.ts';
import { parseDocuments } from '../../yaml/parse.ts';
import { parseClusterTable } from './cluster-table.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { splitInventory } from './split-inventory.ts';

const inventoryFile = /\.(ya?ml|json|csv)$/;

export interface InventoryDocuments {
  readonly sources: readonly InventorySource[];
  /** What stands beside clusters in files for placements to use, which is configuration. */
  readonly configuration: readonly SourceDocument[];
  /** The same of hubs. Null: some hub was not asked. */
  readonly hubConfiguration: readonly SourceDocument[] | null;
}

/**
 * The documents of each entry of the inventory. A file that several entries lead to belongs to the first. `askHub` null:
 * hubs are left alone. Throws CONFIG_REFERENCE, CONFIG_YAML, INVENTORY_FAILED and what `askHub` throws.
 */
export async function readInventory(
  entries: FleetConfig['inventory'],
  repository: RepositoryFiles,
  askHub: HubReader | null,
): Promise<InventoryDocuments> {
  const taken = new Set<string>();
  const sources: InventorySource[] = [];
  const configuration: SourceDocument[] = [];
  const hubConfiguration: SourceDocument[] = [];
  for (const entry of entries) {
    if ('hub' in entry) {
      const [clusters, others] = await readHub(entry.hub, askHub);
      sources.push(...clusters);
      hubConfiguration.push(...others);
      continue;
    }
    const { path, position } = entry;
    const named = repository.named(path, inventoryFile, 'YAML, JSON or CSV file', position);
    const files = named.filter((file) => !taken.has(file.path));
    for (const file of files) taken.add(file.path);
    const documents = flattenLists((await repository.read(files)).flatMap(parseFile));
    const [clusters, others] = splitInventory(documents);
    configuration.push(...others);
    // An entry inside another one, whose files are read already, has nothing of its own to say.
    if (files.length > 0) sources.push({ documents: clusters, position });
  }
  const allAsked = sources.every(({ documents }) => documents !== null);
  return { sources, configuration, hubConfiguration: allAsked ? hubConfiguration : null };
}

/** A source for each kind, so that two kinds may speak of one cluster; a kind without any objects says nothing. */
async function readHub(
  hub: HubConfig,
  askHub: HubReader | null,
): Promise<readonly [readonly InventorySource[], readonly SourceDocument[]]> {
  const { position } = hub;
  if (askHub === null) return [[{ documents: null, position }], []];
  const { lists } = await askHub(hub);
  const filled = lists.filter(({ documents }) => documents.length > 0);
  const clusters = filled.filter(({ isCluster }) => isCluster);
  const others = filled.filter(({ isCluster }) => !isCluster);
  return [
    clusters.map(({ documents }) => ({ documents, position })),
    others.flatMap(({ documents }) => documents),
  ];
}

function parseFile({ path, text }: { readonly path: string; readonly text: string }) {
  return path.endsWith('.csv') ? [parseClusterTable(text, path)] : parseDocuments(text, path);
}
