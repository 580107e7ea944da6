import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

test.each([
  ['oclif.manifest.json', 'bin/manifest.js'],
  ['docs/reference and docs/policies', 'docs/generate.mjs'],
])('%s is what the code says', async (_, script) => {
  const check = await execa(process.execPath, [script, '--check'], { cwd: root, reject: false });
  expect(check.stderr).toBe('');
  expect(check.exitCode).toBe(0);
});
