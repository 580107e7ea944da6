import { homedir } from 'node:os';
import { ApiClient } from '../../kubernetes/api-client.ts';
import { findConnection } from '../../kubernetes/kubeconfig.ts';
import { listObjects } from '../../kubernetes/list.ts';
import { McpError } from '../../model/error.ts';
import type { HubConfig, HubInventory, HubList } from '../../model/hub.ts';
import type { RunContext } from '../../model/ports.ts';
import { argo, hubKinds } from './kinds.ts';
import { objectDocument } from './object-document.ts';
import { servedKinds } from './served-kinds.ts';
import type { ServedKind } from './served-kinds.ts';

/** From outside of the run: where credentials are found. */
export interface HubEnvironment {
  readonly variables: NodeJS.ProcessEnv;
  readonly home: string;
  readonly serviceAccountFolder: string;
}

export function processEnvironment(): HubEnvironment {
  return {
    variables: process.env,
    home: homedir(),
    serviceAccountFolder: '/var/run/secrets/kubernetes.io/serviceaccount',
  };
}

/** One answer of a hub: 500 objects of 1.5 MB are more than this, 500 ManagedClusters a hundredth of it. */
const limits = { size: 128 * 1024 * 1024, idle: 30_000, total: 120_000 };

const pluginTimeout = 30_000;

/**
 * What a hub says of its clusters, and what placements use beside them. Whatever is missing ends it with an error: a shorter
 * list would look like clusters that are gone.
 *
 * @throws McpError INVENTORY_FAILED, also for a hub without any cluster unless that is meant; HUB_AUTH; HUB_UNREACHABLE;
 * INTERRUPTED
 */
export async function readHub(
  hub: HubConfig,
  { variables, home, serviceAccountFolder }: HubEnvironment,
  context: Pick<RunContext, 'random' | 'timer' | 'signal'>,
): Promise<HubInventory> {
  let client: ApiClient | undefined;
  try {
    const connection = findConnection(hub, { environment: variables, home, serviceAccountFolder });
    client = new ApiClient(connection, { environment: variables, context, limits, pluginTimeout });
    const lists: HubList[] = [];
    for (const served of await servedKinds(client, hub)) lists.push(await readKind(client, served, hub));
    const found = lists.filter(({ kind }) => hubKinds[kind].isCluster);
    if (!hub.allowEmpty && found.every(({ documents }) => documents.length === 0)) throw empty(client, found);
    return { name: client.name, lists };
  } catch (error) {
    throw error instanceof McpError ? withPosition(error, hub) : error;
  } finally {
    await client?.close();
  }
}

async function readKind(client: ApiClient, { kind, resource }: ServedKind, hub: HubConfig): Promise<HubList> {
  const everywhere = kind === 'Secret' ? [argo.namespace] : [null];
  const namespaces = resource.namespaced ? (hub.namespaces ?? everywhere) : [null];
  const listed = [];
  for (const namespace of namespaces) {
    const selector = kind === 'Secret' ? { labelSelector: argo.labelSelector } : {};
    listed.push(await listObjects(client, resource, { namespace, ...selector }));
  }
  return {
    kind,
    isCluster: hubKinds[kind].isCluster,
    documents: listed.flatMap(({ items }) =>
      items.map((item) => objectDocument(client.name, kind, resource, item)),
    ),
    resourceVersions: listed.map(({ resourceVersion }) => resourceVersion),
  };
}

function empty(client: ApiClient, found: readonly HubList[]): McpError {
  const kinds = found.map(({ kind }) => kind).join(', ');
  return new McpError('INVENTORY_FAILED', `The hub ${client.name} lists no cluster (${kinds}).`, {
    hint: 'Check context and namespaces; if it is meant, say so with allowEmpty: true.',
  });
}

/** Where mcp.yaml asks for the hub, unless a kubeconfig's place is known. */
function withPosition(error: McpError, { position }: HubConfig): McpError {
  if (error.position !== undefined || error.code === 'INTERRUPTED') return error;
  const { message, hint, cause, code } = error;
  return new McpError(code, message, { position, hint, cause });
}
