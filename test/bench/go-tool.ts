import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'mcp-bench');

/** A peer's command as `go install` builds it, pinned; built once and kept. */
export function goTool(module: string, version: string, name: string): string {
  const bin = join(folder, `${name}-${version}`);
  const file = join(bin, name);
  if (existsSync(file)) return file;
  console.error(`Installing ${module}@${version} (a few minutes the first time) ...`);
  mkdirSync(bin, { recursive: true });
  execFileSync('go', ['install', `${module}@${version}`], {
    env: { ...process.env, GOBIN: bin },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return file;
}
