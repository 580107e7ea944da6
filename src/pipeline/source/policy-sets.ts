import { isGatekeeperPolicy } from '../../gatekeeper/kinds.ts';
import { McpError } from '../../model/error.ts';
import { formatPosition, type SourcePosition } from '../../model/position.ts';
import type { PolicySource } from '../../model/policy.ts';
import type { JsonObject } from '../../model/json.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { parseDocuments } from '../../yaml/parse.ts';
import { dataFile, mergeData } from './data-files.ts';
import { withoutExamples } from './example-files.ts';
import type { PolicyUse } from './fleet.ts';
import { modulesIn } from './rego-version.ts';
import { normalizePath, yamlFile, type RepositoryFiles } from './repository-files.ts';
import { securityBaseline, type OpenShipped } from './shipped-files.ts';

const regoFile = /(?<!_test)\.rego$/;

/** Where an own policy set keeps its control catalogues. */
export function controlFolders(uses: readonly PolicyUse[]): readonly string[] {
  return uses
    .map(({ use, position }) => normalizePath(use, position))
    .filter((name) => name !== securityBaseline)
    .map((name) => `${name}/controls`);
}

/** The control catalogues that the shipped set brings along, if the fleet uses it. */
export async function shippedControls(
  uses: readonly PolicyUse[],
  openShippedPolicies: OpenShipped,
): Promise<readonly SourceDocument[]> {
  if (!uses.some(({ use, position }) => normalizePath(use, position) === securityBaseline)) return [];
  const shipped = await openShippedPolicies();
  return shipped.documents(shipped.under(`${securityBaseline}/controls`, yamlFile));
}

/**
 * Reads the policies of the sets that the fleet names, in the order in which it names them: Rego modules without their
 * tests, ConstraintTemplates and constraints.
 * Throws CONFIG_REFERENCE, CONFIG_DUPLICATE and CONFIG_YAML.
 */
export async function readPolicySets(
  uses: readonly PolicyUse[],
  repository: RepositoryFiles,
  openShippedPolicies: OpenShipped,
): Promise<readonly PolicySource[]> {
  const sources: PolicySource[] = [];
  const seen = new Map<string, SourcePosition>();
  for (const used of uses) {
    const name = normalizePath(used.use, used.position);
    for (const [other, position] of seen) {
      if (`${name}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${name}/`)) {
        throw namedTwice(name, used.position, position);
      }
    }
    seen.set(name, used.position);
    const files = name === securityBaseline ? await openShippedPolicies() : repository;
    const documents = await gatekeeperDocuments(name, files);
    const regoFiles =
      documents.length === 0
        ? files.named(name, regoFile, 'policy', used.position)
        : files.under(name, regoFile);
    const modules = await files.read(regoFiles);
    const data = await readSetData(used, repository);
    sources.push({
      ...used.settings,
      name,
      modules: modulesIn(used.regoVersion, modules),
      ...(documents.length === 0 ? {} : { documents }),
      ...(data === undefined ? {} : { data }),
    });
  }
  return sources;
}

async function readSetData(
  { data }: PolicyUse,
  repository: RepositoryFiles,
): Promise<JsonObject | undefined> {
  if (data.length === 0) return undefined;
  const files = data.flatMap(({ path, position }) =>
    repository.named(path, dataFile, 'YAML or JSON file', position),
  );
  return mergeData(await repository.read(files));
}

/** Whatever else stands in YAML beside policies, test suites for example, is none of theirs. */
async function gatekeeperDocuments(name: string, files: RepositoryFiles): Promise<readonly SourceDocument[]> {
  const texts = await files.read(withoutExamples(files.under(name, yamlFile), files.under(name, regoFile)));
  return texts
    .filter(({ text }) => text.includes('.gatekeeper.sh/'))
    .flatMap(({ path, text }) => parseDocuments(text, path))
    .filter(isGatekeeperPolicy);
}

function namedTwice(name: string, position: SourcePosition, other: SourcePosition): McpError {
  return new McpError(
    'CONFIG_DUPLICATE',
    `The policies '${name}' are named twice; the other place is ${formatPosition(other)}.`,
    { position, hint: 'Remove one of the two: a folder stands for the folders in it too.' },
  );
}
