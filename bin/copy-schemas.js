// Puts what no module imports beside the compiled code, so that it ships in the package: published schemas, and what
// `mcp init` writes.
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.json')) continue;
  mkdirSync(dirname(join(root, 'dist', file)), { recursive: true });
  cpSync(join(root, 'src', file), join(root, 'dist', file));
}
cpSync(join(root, 'src', 'scaffold'), join(root, 'dist', 'scaffold'), { recursive: true });
