import type { ServedResource } from '../../kubernetes/discover.ts';
import type { HubKind } from '../../model/hub.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { hubKinds } from './kinds.ts';

/**
 * An object of a hub as the document that a file would hold. What mcp never needs is dropped here, before anything can show
 * it: who changed which field, annotations (kubectl keeps whole objects in one), and all of an Argo CD Secret but what is
 * public. Its position names hub, kind and object.
 */
export function objectDocument(
  hub: string,
  name: HubKind,
  { group, version }: ServedResource,
  object: JsonObject,
): SourceDocument {
  const { kind, keeps } = hubKinds[name];
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  const { managedFields, resourceVersion, annotations, ...kept } = metadata;
  const isManagedCluster = name === 'ManagedCluster' && isJsonObject(annotations);
  const value = {
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind,
    metadata: isManagedCluster ? { ...kept, annotations: withoutCopies(annotations) } : kept,
    ...(name === 'Secret' ? argoFields(object['data']) : pick(object, keeps)),
  };
  const [place, objectName] = [metadata['namespace'], metadata['name']].map(textOf);
  const file = `hub ${hub} ${name} ${place === '' ? '' : `${place}/`}${objectName}`;
  const position = { file, line: 1, column: 1 };
  return { file, value, positionOf: () => position };
}

/** CEL selectors may ask for a ManagedCluster's annotations. */
function withoutCopies(annotations: JsonObject): JsonObject {
  const entries = Object.entries(annotations);
  return Object.fromEntries(
    entries.filter(([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration'),
  );
}

/** Name, address and, of `config`, how to check whom one speaks to; no credential. */
function argoFields(data: Json | undefined): JsonObject {
  if (!isJsonObject(data)) return {};
  const kept = Object.entries(data).filter(([key]) => key === 'name' || key === 'server');
  const tls = publicTls(data['config']);
  return { data: { ...Object.fromEntries(kept), ...(tls === null ? {} : { config: tls }) } };
}

function publicTls(config: Json | undefined): string | null {
  let parsed: Json;
  try {
    parsed = JSON.parse(Buffer.from(textOf(config), 'base64').toString()) as Json;
  } catch {
    return null;
  }
  const tls = isJsonObject(parsed) ? parsed['tlsClientConfig'] : undefined;
  if (!isJsonObject(tls)) return null;
  const { caData = null, insecure = null, serverName = null } = tls;
  const kept = { tlsClientConfig: { caData, insecure, serverName } };
  return Buffer.from(JSON.stringify(kept)).toString('base64');
}

/** The parts of an object at these paths, where they are. */
function pick(object: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  const below = Map.groupBy(paths, ([key = '']) => key);
  return Object.fromEntries(
    [...below].flatMap(([key, group]) => {
      const value = object[key];
      const rest = group.map(([, ...more]) => more).filter(({ length }) => length > 0);
      if (value === undefined || (rest.length > 0 && !isJsonObject(value))) return [];
      return [[key, rest.length > 0 && isJsonObject(value) ? pick(value, rest) : value]];
    }),
  );
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
