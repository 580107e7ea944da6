import { homedir } from 'node:os';
import { join } from 'node:path';

/** A path in which a leading `~/` is the user's folder, as a shell would read it. */
export function expandHome(path: string, home = homedir()): string {
  return path.startsWith('~/') ? join(home, path.slice(2)) : path;
}
