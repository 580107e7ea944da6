import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

/**
 * The parameters with those of an override on top: maps are merged key by key, all the way down; anything else (lists,
 * texts, numbers, null) replaces what was there.
 */
export function mergeParameters(base: JsonObject, override: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [key, value] of Object.entries(override)) {
    const before = merged.get(key);
    merged.set(key, isJsonObject(before) && isJsonObject(value) ? mergeParameters(before, value) : value);
  }
  return Object.fromEntries(merged);
}
