import { join } from 'node:path';
import { execa } from 'execa';
import type { Options } from 'execa';

export const root = join(import.meta.dirname, '..', '..');
export const entry = join(root, 'bin', 'run.js');

/** How the real binary ended, both streams apart. */
export interface Run {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real binary; never rejects. The content cache is shared by the tests unless `env` says otherwise. */
export async function mcp(args: readonly string[], options: Options = {}): Promise<Run> {
  const result = await execa(process.execPath, [entry, ...args], {
    reject: false,
    ...options,
    env: { MCP_CACHE_DIR: join(root, 'node_modules', '.cache', 'mcp-test'), NO_COLOR: '1', ...options.env },
  });
  return { code: result.exitCode, stdout: String(result.stdout), stderr: String(result.stderr) };
}

/** The document that a command printed with `--json`. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says what it expects
export function documentOf<Document>(run: Run): Document {
  return JSON.parse(run.stdout) as Document;
}
