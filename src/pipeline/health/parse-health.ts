import { missesUntilUnreachable } from '../../model/health.ts';
import type { ClusterHealth, FleetHealth } from '../../model/health.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Json } from '../../model/json.ts';

const time = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?Z$/;

/** The record of a text; null for what mcp does not write: whoever may push to the branch may have written it. */
export function parseHealth(text: string): FleetHealth | null {
  const value = parseJson(text);
  if (!isJsonObject(value)) return null;
  const { apiVersion, kind, fleet, clusters } = value;
  if (apiVersion !== 'mcp.policy/v1alpha1' || kind !== 'FleetHealth') return null;
  if (typeof fleet !== 'string' || !Array.isArray(clusters) || !clusters.every(isClusterHealth)) return null;
  if (new Set(clusters.map(({ name }) => name)).size < clusters.length) return null;
  return { apiVersion, kind, fleet, clusters };
}

function isClusterHealth(value: unknown): value is ClusterHealth {
  if (!isJsonObject(value as Json)) return false;
  const { name, misses, since, unreachableSince, reason } = value as Partial<Record<string, Json>>;
  return (
    typeof name === 'string' &&
    typeof reason === 'string' &&
    Number.isInteger(misses) &&
    Number(misses) >= 1 &&
    Number(misses) <= missesUntilUnreachable &&
    isTime(since) &&
    (Number(misses) === missesUntilUnreachable ? isTime(unreachableSince) : unreachableSince === null)
  );
}

function isTime(value: Json | undefined): boolean {
  return typeof value === 'string' && time.test(value) && !Number.isNaN(Date.parse(value));
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
