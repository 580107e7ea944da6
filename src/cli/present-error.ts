import { McpError } from '../model/error.ts';
import { formatPosition } from '../model/position.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { visible } from '../runtime/visible.ts';
import type { Style } from './style.ts';

/** An error as `--json` prints it; schema: schemas/error.json. */
export interface ErrorDocument {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly exitCode: ExitCode;
    readonly position?: { readonly file: string; readonly line: number; readonly column: number };
    readonly hint?: string;
  };
}

/** What is told of any error: expected ones with their code and hint, all others as a bug of ours. */
export function errorDocument(error: unknown): ErrorDocument {
  if (error instanceof McpError) {
    return {
      error: {
        code: error.code,
        message: error.message,
        exitCode: exitCodeOf(error.code),
        ...(error.position === undefined ? {} : { position: error.position }),
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      },
    };
  }
  const usage = usageMessage(error);
  if (usage !== undefined) {
    return {
      error: {
        code: 'USAGE',
        message: usage,
        exitCode: exitCodes.usage,
        hint: 'Add --help to see what it takes.',
      },
    };
  }
  return {
    error: {
      code: 'BUG',
      message: error instanceof Error ? error.message : String(error),
      exitCode: exitCodes.bug,
      hint: 'This is a bug of mcp. Run again with --verbose for the stack, and report it.',
    },
  };
}

/** The lines for people: code and place first, then what is wrong, then what to do. */
export function errorLines(error: unknown, style: Style, verbose: boolean): readonly string[] {
  const document = errorDocument(error).error;
  const place =
    document.position === undefined ? '' : ` ${style('bold', visible(formatPosition(document.position)))}`;
  return [
    `${style(['red', 'bold'], `error ${document.code}`)}${place}`,
    ...document.message.split('\n').map((line) => `  ${visible(line)}`),
    ...(document.hint === undefined ? [] : [`  ${style('cyan', 'hint:')} ${visible(document.hint)}`]),
    ...(verbose && error instanceof Error ? [style('dim', error.stack ?? '')] : []),
  ];
}

/** oclif marks what the user typed wrong with exit code 2 (or 127 for an unknown command). */
function usageMessage(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('oclif' in error)) return undefined;
  const exit = (error.oclif as { exit?: unknown }).exit;
  if (exit !== 2 && exit !== 127) return undefined;
  return error.message.replace(/\nSee more help with --help$/u, '');
}
