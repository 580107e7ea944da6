import { run } from '@oclif/core/run';
import { errorDocument, errorLines } from './present-error.ts';
import { styleFor } from './style.ts';

/** Runs the command that `argv` names; whatever goes wrong before a command has taken over is told here. */
export async function main(argv: readonly string[], entryUrl: string): Promise<void> {
  try {
    await run([...argv], entryUrl);
  } catch (error) {
    if (argv.includes('--json')) process.stdout.write(`${JSON.stringify(errorDocument(error), null, 2)}\n`);
    else {
      const lines = errorLines(error, styleFor(process.stderr), argv.includes('--verbose'));
      process.stderr.write(`${lines.join('\n')}\n`);
    }
    process.exitCode = errorDocument(error).error.exitCode;
  }
}
