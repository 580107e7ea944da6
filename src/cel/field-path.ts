import type { Json, JsonObject } from '../model/json.ts';

/** A variable and the keys below it, for example `['cluster', 'labels', 'region']`; the variable alone means all of it. */
export type FieldPath = readonly string[];

/** The values of the variables, by name. */
export type Bindings = Readonly<Record<string, Json>>;

/** The value of an object's own key; undefined for anything else, `__proto__` and the like among it. */
export function ownValue(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;
}

/**
 * What decides the outcome of an expression that reads these paths, as one string: equal strings, equal outcomes. A path
 * that ends early counts with the value at which it ended, because CEL tells an absent key from a key of a text.
 */
export function tupleOf(paths: readonly FieldPath[], bindings: Bindings): string {
  let tuple = '';
  for (const path of paths) {
    let value: Json | undefined = bindings;
    let depth = 0;
    for (const key of path) {
      const next: Json | undefined = ownValue(value, key);
      if (next === undefined) break;
      value = next;
      depth += 1;
    }
    const absent =
      depth < path.length && typeof value === 'object' && value !== null && !Array.isArray(value);
    tuple += absent ? `-${depth};` : `${depth}${JSON.stringify(value)};`;
  }
  return tuple;
}

/** Sorted, without duplicates and without paths that a shorter one covers. */
export function mergePaths(paths: Iterable<FieldPath>): readonly FieldPath[] {
  const byText = new Map<string, FieldPath>();
  for (const path of paths) byText.set(JSON.stringify(path), path);
  const covered = (path: FieldPath): boolean =>
    path.some((_, length) => length > 0 && byText.has(JSON.stringify(path.slice(0, length))));
  return [...byText]
    .filter(([, path]) => !covered(path))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, path]) => path);
}
