import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { McpError } from '../../model/error.ts';
import { decodeText } from '../../yaml/decode.ts';
import type { TextFile } from './repository-files.ts';

/**
 * Reads files that a command line names, and those below folders that it names whose names match; each once, sorted,
 * by the paths that the user would type. Links, hidden folders and `node_modules` inside a folder are passed over.
 *
 * @throws McpError USAGE for a path that is not there or holds no such file, CONFIG_YAML for what is no text.
 */
export async function readNamedFiles(
  paths: readonly string[],
  name: RegExp,
  what: string,
): Promise<readonly TextFile[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const files = await filesAt(path, name);
    if (files.length === 0) throw nothingThere(`there is no ${what} in ${path}`);
    for (const file of files) found.add(file);
  }
  return Promise.all(
    [...found].sort().map(async (path) => ({ path, text: decodeText(await read(path), path) })),
  );
}

async function filesAt(path: string, name: RegExp): Promise<readonly string[]> {
  const entry = await stat(path).catch(() => undefined);
  if (entry === undefined) throw nothingThere(`there is no file or folder ${path}`);
  return entry.isDirectory() ? below(path, name) : [join(path)];
}

async function below(folder: string, name: RegExp): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isFile()) return name.test(entry.name) ? [path] : [];
      const passedOver = !entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules';
      return passedOver ? [] : await below(path, name);
    }),
  );
  return nested.flat();
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new McpError('USAGE', `${path} cannot be read: ${cause instanceof Error ? cause.message : ''}`, {
      cause,
    });
  }
}

function nothingThere(message: string): McpError {
  return new McpError('USAGE', message, { hint: 'Paths are relative to the current folder.' });
}
