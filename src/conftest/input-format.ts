import { basename } from 'node:path';
import { McpError } from '../model/error.ts';
import type { SourcePosition } from '../model/position.ts';

/** The formats that are read, by the names that conftest gives its parsers. */
export const inputFormats = [
  'yaml',
  'json',
  'toml',
  'ini',
  'dotenv',
  'properties',
  'hcl2',
  'dockerfile',
  'ignore',
  'cyclonedx',
] as const;
export type InputFormat = (typeof inputFormats)[number];

/** The format of a file by its name, as conftest tells it (v0.71 parser/parser.go); null: none that is read. */
export function formatOf(path: string): InputFormat | null {
  if (path === '-') return 'yaml';
  const name = basename(path).toLowerCase();
  // As in Go, all of `.gitignore` is an extension.
  const extension = /\.([^.]*)$/.exec(name)?.[1] ?? '';
  if (name === 'dockerfile' || name.startsWith('dockerfile.')) return 'dockerfile';
  if (extension === 'yml') return 'yaml';
  if (['hcl', 'tf', 'tfvars'].includes(extension)) return 'hcl2';
  if (['gitignore', 'dockerignore'].includes(extension)) return 'ignore';
  if (name === '.env' || name.startsWith('.env.') || extension === 'env') return 'dotenv';
  return inputFormats.find((format) => format === extension) ?? null;
}

/** The format of a name that a user gave; CONFIG_UNSUPPORTED for one that is not read. */
export function formatNamed(name: string): InputFormat {
  const format = inputFormats.find((each) => each === name);
  if (format !== undefined) return format;
  throw unreadFormat(`There is no parser '${name}'.`);
}

export function unreadFormat(message: string, position?: SourcePosition): McpError {
  return new McpError('CONFIG_UNSUPPORTED', message, {
    position,
    hint: `These formats are read: ${inputFormats.join(', ')}. Turn others into JSON first.`,
  });
}
