import { basename, extname } from 'node:path';
import { McpError } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import { parseValues } from '../yaml/parse.ts';

/** The formats that are read, by the names that conftest gives its parsers. */
export const inputFormats = ['yaml', 'json', 'toml', 'ini', 'dockerfile', 'hcl2'] as const;
export type InputFormat = (typeof inputFormats)[number];

/** The format of a file by its name, as conftest tells it (v0.71 parser/parser.go); null: none that is read. */
export function formatOf(path: string): InputFormat | null {
  if (path === '-') return 'yaml';
  const name = basename(path).toLowerCase();
  const extension = extname(path).slice(1).toLowerCase();
  if (name === 'dockerfile' || name.startsWith('dockerfile.')) return 'dockerfile';
  if (extension === 'yml') return 'yaml';
  if (['hcl', 'tf', 'tfvars'].includes(extension)) return 'hcl2';
  return inputFormats.find((format) => format === extension) ?? null;
}

/**
 * The documents of a file: each document of a YAML file, each item of a list, or the one value. CONFIG_INVALID or
 * CONFIG_YAML for what does not parse, CONFIG_UNSUPPORTED for a format that is not read. Parsers are loaded on demand.
 */
export async function parseInput(
  path: string,
  text: string,
  format: InputFormat | null = formatOf(path),
): Promise<readonly Json[]> {
  const values = await parseFormat(path, text, format);
  const [only] = values;
  if (values.length === 1 && Array.isArray(only)) return only as readonly Json[];
  return values.length === 0 ? [null] : values;
}

async function parseFormat(path: string, text: string, format: InputFormat | null): Promise<readonly Json[]> {
  const position = { file: path, line: 1, column: 1 };
  if (format === null)
    throw new McpError('CONFIG_UNSUPPORTED', `There is no parser for '${path}'.`, {
      position,
      hint: `Files of these formats are read: ${inputFormats.join(', ')}.`,
    });
  if (format === 'yaml') return parseValues(text, path);
  try {
    return [await parsers[format](text)];
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new McpError('CONFIG_INVALID', `The file is no ${format}: ${reason}.`, { position, cause });
  }
}

const parsers: Readonly<Record<Exclude<InputFormat, 'yaml'>, (text: string) => Promise<Json>>> = {
  json: (text) => Promise.resolve(JSON.parse(text.replace(/^\uFEFF/, '')) as Json),
  toml: async (text) => (await import('./parse-toml.ts')).parseToml(text),
  ini: async (text) => (await import('./parse-ini.ts')).parseIni(text),
  hcl2: async (text) => (await import('./parse-hcl.ts')).parseHcl(text),
  dockerfile: async (text) => (await import('./parse-dockerfile.ts')).parseDockerfile(text),
};
