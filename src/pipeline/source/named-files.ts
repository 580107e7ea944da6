import { join } from 'node:path';
import { McpError } from '../../model/error.ts';
import { InputFiles } from '../../runtime/input-files.ts';
import { decodeText } from '../../yaml/decode.ts';
import type { TextFile } from './repository-files.ts';

/**
 * Reads files that a command line names, and those below folders that it names whose names match; each once, sorted,
 * by the paths that the user would type. Links, hidden folders and `node_modules` inside a folder are passed over.
 *
 * @throws McpError USAGE for a path that is not there, cannot be read or holds no such file, CONFIG_YAML for what is no text.
 */
export function readNamedFiles(
  paths: readonly string[],
  name: RegExp,
  what: string,
  files = new InputFiles(),
): readonly TextFile[] {
  const found = new Set<string>();
  for (const path of paths) {
    const named = filesAt(path, name, files);
    if (named.length === 0) throw nothingThere(`there is no ${what} in ${path}`);
    for (const file of named) found.add(file);
  }
  return [...found].sort().map((path) => ({
    path,
    text: decodeText(
      unlessUnreadable(path, () => files.read(path)),
      path,
    ),
  }));
}

function filesAt(path: string, name: RegExp, files: InputFiles): readonly string[] {
  const kind = files.kindOf(path);
  if (kind === 'absent') throw nothingThere(`there is no file or folder ${path}`);
  return kind === 'folder' ? below(path, name, files) : [join(path)];
}

function below(folder: string, name: RegExp, files: InputFiles): readonly string[] {
  const entries = unlessUnreadable(folder, () => files.entries(folder));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.kind === 'file') return name.test(entry.name) ? [path] : [];
    const passedOver = entry.kind !== 'folder' || entry.name.startsWith('.') || entry.name === 'node_modules';
    return passedOver ? [] : below(path, name, files);
  });
}

function unlessUnreadable<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new McpError('USAGE', `${path} cannot be read: ${cause instanceof Error ? cause.message : ''}`, {
      cause,
    });
  }
}

function nothingThere(message: string): McpError {
  return new McpError('USAGE', message, { hint: 'Paths are relative to the current folder.' });
}
