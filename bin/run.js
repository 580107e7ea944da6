#!/usr/bin/env node
import * as nodeModule from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 16)) {
  process.stderr.write(`mcp needs Node.js 22.16 or later; this is ${process.version}.\n`);
  process.exit(2);
}

const argv = process.argv.slice(2);
const { knownAnswer } = await import('../dist/cli/known-answer.js');
const known = knownAnswer(argv);
if (known === undefined) {
  nodeModule.enableCompileCache();
  const { main } = await import('../dist/cli/main.js');
  await main(argv, import.meta.url);
} else {
  process.stdout.write(known.output);
  process.exitCode = known.exitCode;
}
