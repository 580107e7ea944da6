import { readFileSync } from 'node:fs';
import { run } from '@oclif/core/run';
import { McpError } from '../model/error.ts';
import { didYouMean } from '../runtime/nearest.ts';
import { errorDocument, errorLines } from './present-error.ts';
import { styleFor } from './style.ts';

/** Runs the command that `argv` names; whatever goes wrong before a command has taken over is told here. */
export async function main(argv: readonly string[], entryUrl: string): Promise<void> {
  try {
    await run([...argv], entryUrl);
  } catch (thrown) {
    const error = unknownCommand(thrown, entryUrl) ?? thrown;
    if (argv.includes('--json')) process.stdout.write(`${JSON.stringify(errorDocument(error), null, 2)}\n`);
    else {
      const lines = errorLines(error, styleFor(process.stderr), argv.includes('--verbose'));
      process.stderr.write(`${lines.join('\n')}\n`);
    }
    process.exitCode = errorDocument(error).error.exitCode;
  }
}

/** oclif says `command a:b not found`; people type blanks and want to know what is near. */
function unknownCommand(thrown: unknown, entryUrl: string): McpError | undefined {
  const id = thrown instanceof Error ? /^command (.+) not found$/u.exec(thrown.message)?.[1] : undefined;
  if (id === undefined) return undefined;
  const manifest = readFileSync(new URL('../oclif.manifest.json', entryUrl), 'utf8');
  const { commands } = JSON.parse(manifest) as { commands: Record<string, unknown> };
  const words = (command: string): string => command.replaceAll(':', ' ');
  return new McpError('USAGE', `there is no command '${words(id)}'`, {
    hint: didYouMean(words(id), Object.keys(commands).map(words), 'Run mcp --help to see them all.'),
  });
}
