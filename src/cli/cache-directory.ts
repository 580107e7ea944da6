import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where content is cached unless `--cache-dir` says otherwise: `MCP_CACHE_DIR`, or by the XDG base directories. */
export function defaultCacheDirectory(environment: NodeJS.ProcessEnv): string {
  const own = environment['MCP_CACHE_DIR'];
  if (own !== undefined && own !== '') return own;
  const base = environment['XDG_CACHE_HOME'];
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'mcp');
}
