import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Cache, Logger } from '../model/ports.ts';

const checksumBytes = 16;

/**
 * A cache by content in a folder, with the entries of this process in memory before it. Writes are whole or absent
 * (temporary file, then rename), and each entry carries a checksum: a damaged one counts as missing. A folder that
 * cannot be written makes runs slower, never wrong, and is told once.
 */
export function diskCache(directory: string, logger: Logger): Cache {
  const memory = new Map<string, Uint8Array>();
  let told = false;

  return {
    async get(namespace, key) {
      const file = entryFile(directory, namespace, key);
      const known = memory.get(file);
      if (known !== undefined) return known;
      const stored = await readFile(file).catch(() => undefined);
      if (stored === undefined) return undefined;
      const value = stored.subarray(checksumBytes);
      if (!checksum(value).equals(stored.subarray(0, checksumBytes))) {
        await rm(file, { force: true }).catch(() => undefined);
        return undefined;
      }
      memory.set(file, value);
      return value;
    },

    async set(namespace, key, value) {
      const file = entryFile(directory, namespace, key);
      memory.set(file, value);
      const temporary = `${file}.${randomUUID()}`;
      try {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(temporary, Buffer.concat([checksum(value), value]));
        await rename(temporary, file);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        if (!told) logger.warn(`the cache in ${directory} cannot be written: ${String(error)}`);
        told = true;
      }
    },
  };
}

/** Keys are hashed: whatever a key holds, it cannot leave the folder. */
function entryFile(directory: string, namespace: string, key: string): string {
  const name = createHash('sha256').update(key).digest('hex');
  return join(directory, namespace, name.slice(0, 2), name.slice(2));
}

function checksum(value: Uint8Array): Buffer {
  return createHash('sha256').update(value).digest().subarray(0, checksumBytes);
}
