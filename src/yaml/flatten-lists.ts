import { McpError } from '../model/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { SourceDocument } from '../model/workspace.ts';

/**
 * The documents with every Kubernetes list (`List`, or `ManagedClusterList` and the like, as an API server answers)
 * replaced by its items; the items of a typed list may leave out their apiVersion and kind.
 *
 * @throws McpError CONFIG_INVALID for an item that is no object.
 */
export function flattenLists(documents: readonly SourceDocument[]): readonly SourceDocument[] {
  return documents.flatMap((document) => {
    const { kind, items } = document.value;
    if (typeof kind !== 'string' || !kind.endsWith('List') || !isList(items)) return [document];
    return flattenLists(
      items.map((item, index) => listItem(document, kind.slice(0, -'List'.length), item, index)),
    );
  });
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function listItem(list: SourceDocument, itemKind: string, item: Json, index: number): SourceDocument {
  const path = ['items', index];
  if (!isJsonObject(item)) {
    throw new McpError('CONFIG_INVALID', `items[${index}] must be a Kubernetes object.`, {
      position: list.positionOf(path),
    });
  }
  const { apiVersion } = list.value;
  const value: JsonObject =
    itemKind === '' || apiVersion === undefined ? item : { apiVersion, kind: itemKind, ...item };
  return { file: list.file, value, positionOf: (inner) => list.positionOf([...path, ...inner]) };
}
