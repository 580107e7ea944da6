import { basename, dirname, resolve } from 'node:path';
import type { JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';

/** Where a policy's input lies, as `data.conftest.file` tells it. */
export interface ConftestFile {
  readonly name: string;
  readonly dir: string;
}

/** `data` as conftest has it for a file: the user's own, and where the file lies. */
export function withFileData(data: JsonObject, file: ConftestFile): JsonObject {
  const own = data['conftest'];
  return { ...data, conftest: { ...(isJsonObject(own) ? own : {}), file: { ...file } } };
}

/** The same for a file on disk. */
export function dataForFile(path: string, data: JsonObject): JsonObject {
  const absolute = resolve(path);
  return withFileData(data, { name: basename(absolute), dir: dirname(absolute) });
}
