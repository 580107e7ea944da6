import { McpError } from '../model/error.ts';
import { isJsonObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { canonicalYaml } from './canonical.ts';
import { parseDocuments } from './parse.ts';

/** What may be a Secret however it is written is read, not searched. */
const mayHoldSecret = /Secret|\\[xuU]/u;

/** A Secret as text in a value: YAML or JSON, quoted or not. */
const looksLikeSecret = /kind\\*["']?\s*:\s*\\*["']?Secret\b/u;

/**
 * Two states of a file without the values of Secrets, also of those in lists, in other objects and in texts such as the
 * annotation last-applied-configuration. A value reads `(hidden)`; in the later state `(value added)` or `(value changed)`
 * where it is another, so that a change stays visible. Null where a file that looks like a Secret cannot be read.
 */
export function maskSecrets(
  before: string,
  after: string,
): { readonly before: string; readonly after: string } | null {
  if (!mayHoldSecret.test(before) && !mayHoldSecret.test(after)) return { before, after };
  try {
    const old = parseDocuments(before, 'before').map(({ value }) => value);
    const now = parseDocuments(after, 'after').map(({ value }) => value);
    return {
      before: old.map((value) => yamlOf(mask(value, undefined, false))).join('---\n'),
      after: now.map((value, index) => yamlOf(mask(value, old[index], true))).join('---\n'),
    };
  } catch (error) {
    if (error instanceof McpError) return null;
    throw error;
  }
}

function yamlOf(value: Json): string {
  return isJsonObject(value) ? canonicalYaml(value) : '';
}

function mask(value: Json, old: Json | undefined, isLater: boolean): Json {
  if (typeof value === 'string')
    return looksLikeSecret.test(value) ? placeholder(value, old, isLater) : value;
  if (Array.isArray(value)) {
    const olds: readonly Json[] = Array.isArray(old) ? (old as readonly Json[]) : [];
    return (value as readonly Json[]).map((item, index) => mask(item, olds[index], isLater));
  }
  if (!isJsonObject(value)) return value;
  const isSecret = value['kind'] === 'Secret';
  return mapFields(value, (key, field) => {
    const before = fieldOf(old, key);
    if (!isSecret || (key !== 'data' && key !== 'stringData')) return mask(field, before, isLater);
    if (!isJsonObject(field)) return placeholder(field, before, isLater);
    return mapFields(field, (name, each) => placeholder(each, fieldOf(before, name), isLater));
  });
}

function mapFields(object: JsonObject, change: (key: string, value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(key, value)]));
}

function fieldOf(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function placeholder(value: Json, old: Json | undefined, isLater: boolean): string {
  if (!isLater || JSON.stringify(value) === JSON.stringify(old)) return '(hidden)';
  return old === undefined ? '(value added)' : '(value changed)';
}
