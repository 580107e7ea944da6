import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Json } from '../model/json.ts';
import { formatOf, formatNamed } from './input-format.ts';
import { parseWaiting } from './parse-waiting.ts';

/** 16 MB. */
const largestFile = 16 * 1024 * 1024;

/** The builtins that conftest adds to OPA's. */
export const configBuiltins = ['parse_config', 'parse_config_file', 'parse_combined_config_files'] as const;

/**
 * Answers one of conftest's builtins (v0.71 builtins/parse_config.go). Those that read files get the module that calls as
 * their first argument, as `000003.rego` for number 3 of `paths`: they look beside it. Throws what is wrong.
 */
export function callConfigBuiltin(
  name: string,
  [first, second]: readonly Json[],
  paths: readonly string[],
): Json {
  const folder = () => dirname(paths[parseInt(textOf(first), 10)] ?? '.');
  switch (name) {
    case 'parse_config':
      return parseWaiting({ path: 'parse_config', text: textOf(second), format: formatNamed(textOf(first)) });
    case 'parse_config_file':
      return parseFile(join(folder(), textOf(second)));
    default:
      return combine(folder(), second);
  }
}

function combine(folder: string, names: Json | undefined): Json {
  if (!Array.isArray(names)) throw new Error('the paths are no array');
  const files = (names as readonly Json[]).map((name) => join(folder, textOf(name)));
  return [...new Set(files)].sort().flatMap((path) => {
    const parsed = parseFile(path);
    const documents = Array.isArray(parsed) ? (parsed as readonly Json[]) : [parsed];
    return documents.map((contents) => ({ path, contents }));
  });
}

function parseFile(path: string): Json {
  const { size } = statSync(path);
  if (size > largestFile) throw new Error(`${path} is larger than 16 MB`);
  return parseWaiting({ path, text: readFileSync(path, 'utf8'), format: formatOf(path) });
}

function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error('an argument is no text');
}
