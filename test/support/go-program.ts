import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'mcp-test');

/**
 * Builds the Go program in a folder once for each state of its files, and keeps it. Undefined, with the reason on stderr,
 * where there is no Go or its modules cannot be had.
 */
export function goProgram(name: string, folder: string): string | undefined {
  const digest = createHash('sha256');
  for (const file of readdirSync(folder).sort()) digest.update(readFileSync(join(folder, file)));
  const program = join(cache, `${name}-${digest.digest('hex').slice(0, 16)}`);
  if (existsSync(program)) return program;
  try {
    execFileSync('go', ['build', '-o', program, '.'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    return program;
  } catch (error) {
    process.stderr.write(`${name} is not built, and not compared with: ${String(error)}\n`);
    return undefined;
  }
}
