import type { Cache } from '../../src/model/ports.ts';

export interface MemoryCache extends Cache {
  readonly entries: Map<string, Uint8Array>;
  readonly misses: string[];
}

/** A cache that says what it was asked for in vain. */
export function memoryCache(entries = new Map<string, Uint8Array>()): MemoryCache {
  const misses: string[] = [];
  return {
    entries,
    misses,
    get(namespace, key) {
      const value = entries.get(`${namespace}/${key}`);
      if (value === undefined) misses.push(namespace);
      return Promise.resolve(value);
    },
    set(namespace, key, value) {
      entries.set(`${namespace}/${key}`, value);
      return Promise.resolve();
    },
  };
}
