import { McpError } from '../model/error.ts';
import type { RunContext } from '../model/ports.ts';
import { flattenLists } from '../yaml/flatten-lists.ts';
import { parseDocuments } from '../yaml/parse.ts';
import type { DecidedPlacements } from './decide.ts';
import { readInventory, seenAt } from './inventory/index.ts';
import { decide } from './placement/index.ts';
import { readNamedFiles, readPlacementFiles } from './source/index.ts';

/**
 * Decides the Placements of plain files for the clusters in them, as a hub would with these objects: ManagedClusters,
 * sets, bindings, AddOnPlacementScores, and PlacementDecisions as what was decided before. There are no baselines. Throws
 * CONFIG_*, INVENTORY_FAILED, and USAGE for paths that hold nothing.
 *
 * @param paths files and folders; `-` for the standard input
 */
export async function decideFiles(
  paths: readonly string[],
  standardInput: () => Promise<string>,
  context: RunContext,
): Promise<DecidedPlacements> {
  const named = paths.filter((path) => path !== '-');
  const files = named.length === 0 ? [] : readNamedFiles(named, /\.(?:ya?ml|json)$/u, 'YAML or JSON file');
  const stdin = paths.includes('-') ? [{ path: '-', text: await standardInput() }] : [];
  const documents = [...files, ...stdin].flatMap(({ path, text }) => parseDocuments(text, path));
  const { inventory, previous, ...read } = await readPlacementFiles(flattenLists(documents), context.cache);
  if (read.placements.length === 0)
    throw new McpError('USAGE', `there is no Placement in ${paths.join(', ')}`, {
      hint: 'Name files that hold ManagedClusters and Placements.',
    });
  const now = context.clock.now();
  const clusters = seenAt(readInventory([{ documents: inventory, position: undefined }]), now);
  return {
    workspace: { ...read, baselines: [] },
    previous,
    clusters,
    decisions: await decide({ ...read, previous, clusters, now }),
    baselines: new Map(),
  };
}
