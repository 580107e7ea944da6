import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Baseline } from '../../model/workspace.ts';

/** Raise when the form of a stored entry changes. */
const format = 2;

let ourPackage: Promise<string> | undefined;

/**
 * The cache key of a baseline: all that its outcome depends on beside the clusters. Our own package.json is part of it:
 * it holds the exact versions of mcp, of the CEL engine and of the YAML writer.
 */
export async function baselineKey(fleet: string, baseline: Baseline): Promise<string> {
  ourPackage ??= readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  const { name, templates, parameters, overrides } = baseline;
  const content = [
    format,
    await ourPackage,
    fleet,
    name,
    templates.map(({ files, schema, locals }) =>
      [...files, schema, locals].map((file) => [file?.path, file?.text]),
    ),
    parameters,
    overrides.map(({ when, parameters: changed }) => [when, changed]),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
