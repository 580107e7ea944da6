import { Fields } from '../yaml/fields.ts';
import type { ApiClient } from './api-client.ts';
import { notUnderstood } from './hub-error.ts';

/** A resource as a server serves it; `name` is its plural. */
export interface ServedResource {
  readonly group: string;
  readonly version: string;
  readonly name: string;
  readonly namespaced: boolean;
}

/** The versions of each API group that a server serves. Throws what `ApiClient.get` throws. */
export async function discoverGroups(client: ApiClient): Promise<ReadonlyMap<string, readonly string[]>> {
  const answer = await discover(client, '/apis');
  return new Map(
    answer
      .list('groups')
      .map((group) => [
        group.requiredText('name'),
        group.list('versions').map((version) => version.requiredText('version')),
      ]),
  );
}

/** The resource of a kind in a version of a group; null where the server has none that can be listed. */
export async function discoverResource(
  client: ApiClient,
  group: string,
  version: string,
  kind: string,
): Promise<ServedResource | null> {
  const answer = await discover(client, `/apis/${group}/${version}`);
  const found = answer
    .list('resources')
    .find((each) => each.text('kind') === kind && each.texts('verbs').includes('list'));
  if (found === undefined) return null;
  const name = found.requiredText('name');
  if (!/^[a-z0-9-]+$/.test(name))
    throw notUnderstood(client.name, `${kind} has no plural that a path can hold`);
  return { group, version, name, namespaced: found.flag('namespaced') ?? false };
}

async function discover(client: ApiClient, path: string): Promise<Fields> {
  const value = await client.get(path, { verb: 'get', group: null, resource: '', namespace: null });
  const file = `hub ${client.name} ${path}`;
  return new Fields({ file, value, positionOf: () => ({ file, line: 1, column: 1 }) });
}
