import { join } from 'node:path';
import { McpError } from '../../model/error.ts';
import type { SourceTree, TreeFile } from '../../model/git.ts';
import type { HubReader } from '../../model/hub.ts';
import type { Cache } from '../../model/ports.ts';
import type { Workspace } from '../../model/workspace.ts';
import { readAddOnScore } from './addon-score.ts';
import { readBaselines, templateReader } from './baseline.ts';
import { readCatalogs } from './catalog.ts';
import { checkClusterSets, readClusterSet, readClusterSetBinding } from './cluster-sets.ts';
import { firstOfEach, onlyFleet, refuseDuplicates } from './duplicates.ts';
import { readException } from './exception.ts';
import { readFleet, type FleetSettings } from './fleet.ts';
import { readInventory } from './inventory-files.ts';
import { groupByKind } from './kinds.ts';
import { readPlacement } from './placement.ts';
import { controlFolders, readPolicySets, shippedControls } from './policy-sets.ts';
import { RepositoryFiles, yamlFile } from './repository-files.ts';
import { shippedFolder } from './shipped-files.ts';
import { validate } from './validate.ts';

export { readData } from './data-files.ts';
export { readNamedFiles } from './named-files.ts';
export { readPlacementFiles } from './placement-files.ts';
export { readPolicyPaths } from './policy-paths.ts';
export { modulesIn } from './rego-version.ts';

export interface SourceContext {
  readonly cache: Cache;
  /** The package folder that holds `policies/` and `templates/`. */
  readonly shippedRoot: string;
  /** Null: hubs are not asked, and the workspace says nothing of which clusters there are. */
  readonly askHub: HubReader | null;
}

/**
 * Reads a policy repository into a workspace: parsed, validated, references followed; the core does not check it again.
 * `mcp.yaml` holds the Fleet; all other configuration may stand there too, or in `placements/`, `baselines/`,
 * `exceptions/` and `policies/controls/`. Everything of a kind comes out sorted by name.
 *
 * @throws McpError SOURCE_NOT_FOUND without `mcp.yaml`; CONFIG_YAML, CONFIG_INVALID, CONFIG_UNSUPPORTED,
 * CONFIG_DUPLICATE and CONFIG_REFERENCE with the position of what is wrong; what `askHub` throws.
 */
export async function loadWorkspace(tree: SourceTree, context: SourceContext): Promise<Workspace> {
  const repository = new RepositoryFiles(tree);
  const shippedPolicies = shippedFolder(join(context.shippedRoot, 'policies'));
  const shippedTemplates = shippedFolder(join(context.shippedRoot, 'templates'));

  const root = await repository.documents([rootFile(tree, repository)]);
  await validate(root, context.cache);
  const fleet = readFleet(onlyFleet(root));
  const inventory = await readInventory(fleet.config.inventory, repository, context.askHub);
  const rest = [
    ...(await repository.documents(configurationFiles(fleet, repository))),
    ...inventory.configuration,
    ...(await shippedControls(fleet.policies, shippedPolicies)),
  ];
  await validate(rest, context.cache);
  refuseDuplicates(groupByKind([...root, ...rest]));
  const ofHubs = inventory.hubConfiguration ?? [];
  if (ofHubs.length > 0) await validate(ofHubs, context.cache);

  const documents = groupByKind(firstOfEach([...root, ...rest, ...ofHubs]));
  const placements = documents.Placement.map(readPlacement).sort(
    by(({ namespace, name }) => `${namespace}/${name}`),
  );
  const clusterSets = documents.ManagedClusterSet.map(readClusterSet).sort(by(({ name }) => name));
  const clusterSetBindings = documents.ManagedClusterSetBinding.map(readClusterSetBinding).sort(
    by(({ namespace, clusterSet }) => `${namespace}/${clusterSet}`),
  );
  if (inventory.hubConfiguration !== null) checkClusterSets(clusterSets, clusterSetBindings, placements);
  const templates = templateReader(repository, shippedTemplates);
  const baselines = await readBaselines(documents.Baseline, placements, templates);
  return {
    revision: tree.revision,
    treeId: tree.id,
    files: tree.files,
    fleet: fleet.config,
    baselines: [...baselines].sort(by(({ name }) => name)),
    placements,
    clusterSets,
    clusterSetBindings,
    addOnScores: documents.AddOnPlacementScore.map(readAddOnScore),
    inventory: inventory.sources,
    policies: await readPolicySets(fleet.policies, repository, shippedPolicies),
    exceptions: documents.PolicyException.map((document) =>
      readException(document, fleet.config.exceptions),
    ).sort(by(({ name }) => name)),
    catalogs: [...readCatalogs(documents.ControlCatalog, fleet.frameworks)].sort(by(({ name }) => name)),
  };
}

function rootFile(tree: SourceTree, repository: RepositoryFiles): TreeFile {
  const file = repository.find('mcp.yaml');
  if (file !== undefined) return file;
  throw new McpError('SOURCE_NOT_FOUND', `There is no mcp.yaml in ${tree.revision.repository}.`, {
    hint: repository.find('mcp.yml')
      ? 'Rename mcp.yml to mcp.yaml.'
      : 'Name the root of a policy repository; mcp.yaml stands there and holds the Fleet.',
  });
}

function configurationFiles(fleet: FleetSettings, repository: RepositoryFiles): readonly TreeFile[] {
  const folders = [
    'placements',
    'baselines',
    'exceptions',
    'policies/controls',
    ...controlFolders(fleet.policies),
  ];
  return unique(folders.flatMap((folder) => repository.under(folder, yamlFile)));
}

function unique(files: readonly TreeFile[]): readonly TreeFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** Orders by a text, unit by unit: the same on every machine. */
function by<T>(textOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (textOf(a) < textOf(b) ? -1 : 1);
}
