import type { DocumentPath, SourceDocument } from '../model/document.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { SourcePosition } from '../model/position.ts';

/** Where a path leads, or the deepest part of it that the document has: what is missing would stand there. */
export function nearestPosition(
  document: Pick<SourceDocument, 'positionOf'> & { readonly value: Json },
  path: DocumentPath,
): SourcePosition {
  const there: (string | number)[] = [];
  let value: Json | undefined = document.value;
  for (const part of path) {
    value = child(value, part);
    if (value === undefined) break;
    there.push(part);
  }
  return document.positionOf(there);
}

function child(value: Json | undefined, part: string | number): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(part)];
  if (!isJsonObject(value) || !Object.hasOwn(value, String(part))) return undefined;
  return value[String(part)];
}
