import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { McpError } from '../model/error.ts';
import { jsonText } from './json-text.ts';

/** Writes texts into a folder, which is made if it is not there; the paths written. Throws USAGE when it cannot. */
export async function writeFiles(
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<readonly string[]> {
  try {
    await mkdir(folder, { recursive: true });
    return await Promise.all(
      files.map(async ({ name, text }) => {
        const path = join(folder, name);
        await writeFile(path, text);
        return path;
      }),
    );
  } catch (cause) {
    throw new McpError(
      'USAGE',
      `${folder} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      { hint: 'Name a folder that you may write to with --out.', cause },
    );
  }
}

/** Writes a document as `--json` prints it. Throws USAGE when it cannot. */
export async function writeJson(file: string, document: unknown): Promise<void> {
  await writeFiles(dirname(file), [{ name: basename(file), text: jsonText(document) }]);
}
