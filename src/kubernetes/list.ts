import { McpError } from '../model/error.ts';
import { isJsonObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ApiClient } from './api-client.ts';
import { notUnderstood } from './hub-error.ts';
import type { ServedResource } from './discover.ts';

export interface ListOptions {
  /** Null: all namespaces, or a resource without them. */
  readonly namespace: string | null;
  readonly labelSelector?: string;
}

export interface ListedObjects {
  readonly items: readonly JsonObject[];
  /** Where a watch would go on. */
  readonly resourceVersion: string;
}

const pageSize = 500;

/** A server that sends pages for ever is not followed. */
const maxPages = 1000;

const maxRestarts = 3;

/**
 * Every object of a resource, read in pages that show one state of the server. A list that expires on the way is begun anew,
 * at most three times.
 *
 * @throws McpError HUB_AUTH, HUB_UNREACHABLE, INVENTORY_FAILED, INTERRUPTED
 */
export async function listObjects(
  client: ApiClient,
  resource: ServedResource,
  options: ListOptions,
): Promise<ListedObjects> {
  for (let restarts = 0; restarts <= maxRestarts; restarts += 1) {
    const listed = await listOnce(client, resource, options);
    if (listed !== null) return listed;
  }
  throw new McpError(
    'HUB_UNREACHABLE',
    `The hub ${client.name} let the list of ${resource.name} expire ${maxRestarts + 1} times before it was read.`,
    { hint: 'Its etcd compacts faster than lists can be read: try again when it has less to do.' },
  );
}

/** Null when the list expired. */
async function listOnce(
  client: ApiClient,
  resource: ServedResource,
  { namespace, labelSelector }: ListOptions,
): Promise<ListedObjects | null> {
  const { group, version, name } = resource;
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const path = `${base}${namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`}/${name}`;
  const asked = { verb: 'list', group, resource: name, namespace } as const;
  const items: JsonObject[] = [];
  let next = '';
  for (let page = 0; page < maxPages; page += 1) {
    const query = new URLSearchParams({
      limit: String(pageSize),
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(next === '' ? {} : { continue: next }),
    });
    const list = await client.get(`${path}?${query.toString()}`, asked, 'null');
    if (list === null) return null;
    const { items: found, metadata } = list;
    if (!isList(found) || !found.every(isJsonObject) || !isJsonObject(metadata))
      throw notUnderstood(client.name, `it is no list of ${name}`);
    items.push(...found);
    next = textOf(metadata['continue']);
    if (next === '') return { items, resourceVersion: textOf(metadata['resourceVersion']) };
  }
  throw notUnderstood(client.name, `the list of ${name} has no end`);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
