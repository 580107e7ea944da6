/**
 * JSON with sorted keys: equal values are equal bytes, however they were built. With `indent` it is laid out for people.
 */
export function canonicalJson(value: unknown, indent?: number): string {
  return JSON.stringify(sorted(value), null, indent);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  // fromEntries defines keys instead of setting them: `__proto__` stays a key.
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
