import { McpError } from '../../model/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { InputFiles } from '../../runtime/input-files.ts';
import { parseDocuments } from '../../yaml/parse.ts';
import { readNamedFiles } from './named-files.ts';
import type { TextFile } from './repository-files.ts';

export const dataFile = /\.(?:ya?ml|json)$/u;

/**
 * What policies see as `data`: YAML and JSON files that a command line names, merged at the root as `opa test` does.
 *
 * @throws McpError USAGE, CONFIG_YAML, and CONFIG_DUPLICATE where two files give the same value.
 */
export function readData(paths: readonly string[], files?: InputFiles): JsonObject {
  return paths.length === 0 ? {} : mergeData(readNamedFiles(paths, dataFile, 'YAML or JSON file', files));
}

/** The same for files that were read. */
export function mergeData(files: readonly TextFile[]): JsonObject {
  let data: JsonObject = {};
  for (const { path, text } of files) {
    for (const { value } of parseDocuments(text, path)) data = merge(data, value, path, []);
  }
  return data;
}

function merge(left: JsonObject, right: JsonObject, file: string, at: readonly string[]): JsonObject {
  const merged = new Map<string, Json>(Object.entries(left));
  for (const [key, value] of Object.entries(right)) {
    const before = merged.get(key);
    if (before === undefined) merged.set(key, value);
    else if (isJsonObject(before) && isJsonObject(value))
      merged.set(key, merge(before, value, file, [...at, key]));
    else {
      throw new McpError('CONFIG_DUPLICATE', `data.${[...at, key].join('.')} is given twice`, {
        position: { file, line: 1, column: 1 },
        hint: 'Files are merged at the root of data: give each value in one of them.',
      });
    }
  }
  // fromEntries defines own properties: a key `__proto__` stays a key.
  return Object.fromEntries(merged);
}
