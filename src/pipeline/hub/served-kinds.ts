import type { ApiClient } from '../../kubernetes/api-client.ts';
import { discoverGroups, discoverResource } from '../../kubernetes/discover.ts';
import type { ServedResource } from '../../kubernetes/discover.ts';
import { McpError } from '../../model/error.ts';
import type { HubConfig, HubKind } from '../../model/hub.ts';
import { argo, hubKindNames, hubKinds } from './kinds.ts';

export interface ServedKind {
  readonly kind: HubKind;
  readonly resource: ServedResource;
}

const secrets: ServedResource = { group: '', version: 'v1', name: 'secrets', namespaced: true };

/**
 * The kinds to read from a hub: those that were asked for, or else all that it serves and mcp knows.
 *
 * @throws McpError INVENTORY_FAILED for a kind that was asked for and is not served, one served in other versions only (its
 * clusters would be missing without a word), and a hub that serves none; what the client throws.
 */
export async function servedKinds(
  client: ApiClient,
  { kinds, position }: HubConfig,
): Promise<readonly ServedKind[]> {
  const groups = await discoverGroups(client);
  const failed = (message: string, hint: string) =>
    new McpError('INVENTORY_FAILED', message, { position, hint });
  const served: ServedKind[] = [];
  for (const kind of kinds ?? hubKindNames) {
    const resource = await find(kind);
    if (resource !== null) served.push({ kind, resource });
    else if (kinds !== null)
      throw failed(
        `The hub ${client.name} does not serve ${kind}.`,
        'Take it out of spec.inventory[].hub.kinds, or install what brings it.',
      );
  }
  if (served.some(({ kind }) => hubKinds[kind].isCluster)) return served;
  throw failed(
    `The hub ${client.name} serves none of the kinds that tell of clusters${kinds === null ? '' : ', as far as it is asked for them'}.`,
    `Check the context. mcp reads ${hubKindNames.filter((kind) => hubKinds[kind].isCluster).join(', ')}.`,
  );

  async function find(name: HubKind): Promise<ServedResource | null> {
    const { group, versions, kind } = hubKinds[name];
    if (name === 'Secret') return kinds !== null || groups.has(argo.group) ? secrets : null;
    const offered = groups.get(group);
    if (offered === undefined) return null;
    for (const version of versions) {
      const found = offered.includes(version) ? await discoverResource(client, group, version, kind) : null;
      if (found !== null) return found;
    }
    for (const version of offered) {
      if (versions.includes(version) || (await discoverResource(client, group, version, kind)) === null)
        continue;
      throw failed(
        `The hub ${client.name} serves ${name} as ${version}, which mcp does not read.`,
        `mcp reads ${versions.join(', ')}; leave the kind out with spec.inventory[].hub.kinds.`,
      );
    }
    return null;
  }
}
