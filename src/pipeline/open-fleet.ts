import { isAbsolute } from 'node:path';
import { parseLocation } from '../git/location.ts';
import { openRemote } from '../git/open-remote.ts';
import { McpError } from '../model/error.ts';
import type { GitRemote, ObjectId, SourceTree } from '../model/git.ts';
import type { HubConfig, HubReader } from '../model/hub.ts';
import type { RunContext } from '../model/ports.ts';
import type { SourcePosition } from '../model/position.ts';
import type { Workspace } from '../model/workspace.ts';
import { withBreaker } from '../runtime/breaker.ts';
import { digestOf } from '../runtime/canonical-json.ts';
import { openPolicyRepository, readWorkspace } from './open-source.ts';
import type { SourceOptions } from './open-source.ts';
import { count, stageTimer } from './stage-timer.ts';

export interface FleetOptions extends SourceOptions {
  /** Instead of `spec.delivery.repository`. */
  readonly repository: string | undefined;
}

/** A policy repository with the fleet repository that it names. */
export interface Fleet {
  readonly source: SourceTree;
  readonly remote: GitRemote;
  readonly ledgerBranch: string;
  readonly healthBranch: string;
  /** What every cluster branch begins with. */
  readonly branchPrefix: string;
  /** The cluster branches, the ledger and the record of health, listed once and before anything is rendered: what the plan rests on. */
  readonly refs: ReadonlyMap<string, ObjectId>;
  /** Reads the policy repository at the first call. */
  workspace(): Promise<Workspace>;
  /** A digest of all that the hubs of the inventory say, which are asked at the first call. */
  readonly hubState: () => Promise<string>;
}

/** What has to be known of a policy repository to list the fleet's branches; the same for the same tree. */
interface FleetLocation {
  readonly repository: string;
  readonly position: SourcePosition;
  readonly branchPrefix: string;
  readonly ledgerBranch: string;
  readonly healthBranch: string;
  readonly hubs: readonly HubConfig[];
}

/**
 * Opens the policy repository, finds the fleet repository and lists its branches. Close `remote` afterwards. `askHub` null:
 * for what does not need to know the clusters.
 */
export async function openFleet(
  options: FleetOptions,
  context: RunContext,
  askHub: HubReader | null,
): Promise<Fleet> {
  const source = await openPolicyRepository(options, context);
  let reading: Promise<Workspace> | undefined;
  const workspace = (): Promise<Workspace> => (reading ??= readWorkspace(source, options, context, askHub));
  const location = await locateFleet(source, workspace, options, context);
  const remote = withBreaker(await openFleetRemote(location, options), context.timer);
  try {
    const refs = await listRefs(remote, location, context);
    const { ledgerBranch, healthBranch, branchPrefix, hubs } = location;
    const hubState = () => digestHubs(hubs, askHub);
    return { source, remote, ledgerBranch, healthBranch, branchPrefix, refs, workspace, hubState };
  } catch (error) {
    await remote.close();
    throw error;
  }
}

/** Raised when the form of a stored location changes. */
const format = 3;

async function locateFleet(
  source: SourceTree,
  workspace: () => Promise<Workspace>,
  options: FleetOptions,
  { cache }: RunContext,
): Promise<FleetLocation> {
  const key = digestOf([format, source.id, options.version]);
  const known = await cache.get('locations', key);
  if (known !== undefined) return JSON.parse(Buffer.from(known).toString()) as FleetLocation;
  const { branchPrefix } = await import('./plan/index.ts');
  const { delivery, inventory, position } = (await workspace()).fleet;
  const location: FleetLocation = {
    repository: delivery.repository,
    position,
    branchPrefix: branchPrefix(delivery.branch),
    ledgerBranch: delivery.ledgerBranch,
    healthBranch: delivery.healthBranch,
    hubs: inventory.flatMap((entry) => ('hub' in entry ? [entry.hub] : [])),
  };
  await cache.set('locations', key, Buffer.from(JSON.stringify(location)));
  return location;
}

/** Of clusters as they are understood: what changes without a meaning, such as versions of objects, is not in it. */
async function digestHubs(hubs: readonly HubConfig[], askHub: HubReader | null): Promise<string> {
  if (hubs.length === 0) return '';
  if (askHub === null) throw new Error('The state of hubs is wanted that are not asked.');
  const { readInventory } = await import('./inventory/index.ts');
  const said = [];
  for (const hub of hubs) {
    for (const { kind, isCluster, documents } of (await askHub(hub)).lists) {
      if (documents.length === 0) continue;
      const objects = isCluster
        ? readInventory([{ documents, position: hub.position }])
        : documents.map(({ value }) => value);
      said.push([kind, objects]);
    }
  }
  return digestOf(said);
}

function openFleetRemote(location: FleetLocation, options: FleetOptions): Promise<GitRemote> {
  const { cacheDirectory, version: toolVersion } = options;
  if (options.repository !== undefined)
    return openRemote(options.repository, { cacheDirectory, toolVersion });
  const directory = policyFolder(options.directory, location);
  return openRemote(location.repository, { cacheDirectory, toolVersion, directory });
}

/** What a relative `spec.delivery.repository` starts from. Throws CONFIG_REFERENCE when that would be a URL. */
function policyFolder(directory: string, { repository, position }: FleetLocation): string {
  const policy = parseLocation(directory);
  if (policy.kind === 'local') return policy.path;
  if (parseLocation(repository).kind !== 'local' || isAbsolute(repository)) return '/';
  throw new McpError('CONFIG_REFERENCE', `spec.delivery.repository is a relative path: ${repository}`, {
    position,
    hint: 'The policy repository is read from a URL: name the fleet repository by URL or with --repository.',
  });
}

async function listRefs(
  remote: GitRemote,
  location: FleetLocation,
  context: RunContext,
): Promise<ReadonlyMap<string, ObjectId>> {
  const timer = stageTimer(context, 'fleet');
  const own = [location.ledgerBranch, location.healthBranch].map((branch) => `refs/heads/${branch}`);
  const refs = await remote.listRefs([`refs/heads/${location.branchPrefix}`, ...own], context.signal);
  const ledger = refs.has(`refs/heads/${location.ledgerBranch}`) ? 'and the ledger' : 'no ledger yet';
  const branches = [...refs.keys()].filter((ref) => !own.includes(ref)).length;
  timer.done(`${remote.url}, ${count(branches, 'branch', 'branches')} ${ledger}`);
  return refs;
}
