// Puts the published schemas that no module imports beside the compiled code, so that they ship in the package.
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.json')) continue;
  mkdirSync(dirname(join(root, 'dist', file)), { recursive: true });
  cpSync(join(root, 'src', file), join(root, 'dist', file));
}
