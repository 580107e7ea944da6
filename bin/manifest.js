// Writes oclif.manifest.json from the compiled commands, so that start-up reads one file instead of all commands.
// `--check` writes nothing and fails when the committed file differs.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = new URL('../oclif.manifest.json', import.meta.url);

const plugin = new Plugin({
  root,
  type: 'core',
  ignoreManifest: true,
  errorOnManifestCreate: true,
  respectNoCacheDefault: true,
});
await plugin.load();
// Commands come in the order in which they were loaded, which differs from run to run.
const commands = Object.fromEntries(
  Object.entries(plugin.manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1)),
);
const manifest = `${JSON.stringify({ ...plugin.manifest, commands }, null, 2)}\n`;

if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8')) !== manifest) {
    process.stderr.write('oclif.manifest.json is stale: run `npm run generate` and commit it.\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, manifest);
}
