import { writeFile } from 'node:fs/promises';
import { McpError } from '../model/error.ts';
import type { RegoVersion } from '../model/policy.ts';
import type { Problem } from '../model/problem.ts';
import { formatModules } from '../rego/format.ts';
import { regoProblem } from './rego-problem.ts';
import { modulesIn, readNamedFiles } from './source/index.ts';

export interface FormatOptions {
  /** Rego files and folders. */
  readonly paths: readonly string[];
  readonly regoVersion: RegoVersion;
  /** Change the files on disk. */
  readonly write: boolean;
}

export interface FormatResult {
  /** Sorted by path. */
  readonly files: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  /** Files that do not parse, which are left as they are. */
  readonly problems: readonly Problem[];
}

/** Formats Rego as OPA does. Throws USAGE for paths that are not there or cannot be written. */
export async function formatPolicies({ paths, regoVersion, write }: FormatOptions): Promise<FormatResult> {
  const modules = modulesIn(regoVersion, readNamedFiles(paths, /\.rego$/u, 'Rego file'));
  const { modules: formatted, mistakes } = formatModules(modules);
  const files = modules.map(({ path, text }, index) => ({
    path,
    before: text,
    after: formatted[index]?.text ?? text,
  }));
  if (write) {
    for (const { path, before, after } of files) if (before !== after) await replace(path, after);
  }
  return { files, problems: mistakes.map(regoProblem) };
}

async function replace(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new McpError('USAGE', `${path} cannot be written`, { cause, hint: 'Check its rights.' });
  }
}
