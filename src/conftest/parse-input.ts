import { McpError } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import { parseValues } from '../yaml/parse.ts';
import { formatOf, unreadFormat } from './input-format.ts';
import type { InputFormat } from './input-format.ts';

/**
 * The documents of a file: each document of a YAML file, each item of a list, or the one value. CONFIG_INVALID or
 * CONFIG_YAML for what does not parse, CONFIG_UNSUPPORTED for a format that is not read. Parsers are loaded on demand.
 */
export async function parseInput(
  path: string,
  text: string,
  format: InputFormat | null = formatOf(path),
): Promise<readonly Json[]> {
  const value = await parseConfig(path, text, format);
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** The same as one value: a list of the documents where there are several. */
export async function parseConfig(path: string, text: string, format: InputFormat | null): Promise<Json> {
  const position = { file: path, line: 1, column: 1 };
  if (format === null) throw unreadFormat(`There is no parser for '${path}'.`, position);
  if (format === 'yaml') {
    const [first = null, ...others] = parseValues(text, path);
    return others.length === 0 ? first : [first, ...others];
  }
  try {
    return await parsers[format](text);
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new McpError('CONFIG_INVALID', `The file is no ${format}: ${reason}.`, { position, cause });
  }
}

const parseJson = (text: string) => Promise.resolve(JSON.parse(text.replace(/^\uFEFF/, '')) as Json);

const parsers: Readonly<Record<Exclude<InputFormat, 'yaml'>, (text: string) => Promise<Json>>> = {
  json: parseJson,
  cyclonedx: parseJson,
  toml: async (text) => (await import('./parse-toml.ts')).parseToml(text),
  ini: async (text) => (await import('./parse-ini.ts')).parseIni(text),
  dotenv: async (text) => (await import('./parse-dotenv.ts')).parseDotenv(text),
  properties: async (text) => (await import('./parse-properties.ts')).parseProperties(text),
  hcl2: async (text) => (await import('./parse-hcl.ts')).parseHcl(text),
  dockerfile: async (text) => (await import('./parse-dockerfile.ts')).parseDockerfile(text),
  ignore: async (text) => (await import('./parse-ignore.ts')).parseIgnore(text),
};
