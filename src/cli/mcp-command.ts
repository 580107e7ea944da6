import { join } from 'node:path';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import type { RunContext } from '../model/ports.ts';
import { diskCache } from '../runtime/disk-cache.ts';
import type { InputFiles } from '../runtime/input-files.ts';
import { interruption } from '../runtime/interruption.ts';
import { systemClock } from '../runtime/system-clock.ts';
import { systemRandom } from '../runtime/system-random.ts';
import { systemTimer } from '../runtime/system-timer.ts';
import { defaultCacheDirectory } from './cache-directory.ts';
import type { ExitCode } from './exit-codes.ts';
import { errorDocument, errorLines } from './present-error.ts';
import { jsonText } from './json-text.ts';
import { rememberAnswer } from './known-answer.ts';
import { stderrLogger } from './stderr-logger.ts';
import type { LogLevel } from './stderr-logger.ts';
import { styleFor } from './style.ts';
import type { Style } from './style.ts';

export interface CommonFlags {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly 'cache-dir': string | undefined;
}

/** What a command gets to work with beside its own flags. */
export interface Session {
  readonly context: RunContext;
  readonly cacheDirectory: string;
  /** The package folder that holds `policies/` and `templates/`. */
  readonly shippedRoot: string;
  readonly version: string;
  /** Colours for stdout. */
  readonly style: Style;
}

/**
 * The manners that all commands share: result on stdout (`--json`: one document), the rest on stderr, errors with a
 * code, a place and a hint, exit codes of cli/exit-codes.ts, an interruption that lets stages finish.
 */
export abstract class McpCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    quiet: Flags.boolean({
      char: 'q',
      helpGroup: 'GLOBAL',
      description: 'Print no progress, only warnings and the result.',
      exclusive: ['verbose'],
    }),
    verbose: Flags.boolean({
      char: 'v',
      helpGroup: 'GLOBAL',
      description: 'Print details, and the time that each stage took.',
    }),
    'cache-dir': Flags.directory({
      helpGroup: 'GLOBAL',
      env: 'MCP_CACHE_DIR',
      description: 'Where content is cached; may be deleted at any time. [default: $XDG_CACHE_HOME/mcp]',
    }),
  };

  /** Runs `work` with a session that is tidied up afterwards, whatever happens. */
  protected async withSession<Result>(
    flags: CommonFlags,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    const level: LogLevel = flags.quiet ? 'quiet' : flags.verbose ? 'verbose' : 'normal';
    const write = (line: string): void => void process.stderr.write(`${line}\n`);
    const logger = stderrLogger(level, write, styleFor(process.stderr));
    const cacheDirectory = flags['cache-dir'] ?? defaultCacheDirectory(process.env);
    const interrupted = interruption();
    try {
      return await work({
        context: {
          clock: systemClock(process.env),
          timer: systemTimer,
          random: systemRandom,
          logger,
          cache: diskCache(join(cacheDirectory, 'content'), logger),
          signal: interrupted.signal,
        },
        cacheDirectory,
        shippedRoot: this.config.root,
        version: this.config.version,
        style: styleFor(process.stdout),
      });
    } finally {
      interrupted.dispose();
    }
  }

  protected endWith(code: ExitCode): void {
    process.exitCode = code;
  }

  /** Tells the result and ends; `files`: nothing else decided it, so it is remembered. */
  protected answer<Document>(
    document: Document,
    lines: readonly string[],
    exitCode: ExitCode,
    files: InputFiles | undefined,
  ): Document {
    const text = lines.join('\n');
    this.log(text);
    this.endWith(exitCode);
    if (files !== undefined) {
      const output = this.jsonEnabled() ? jsonText(document) : `${text}\n`;
      rememberAnswer(process.argv.slice(2), files, { output, exitCode });
    }
    return document;
  }

  override logJson(document: unknown): void {
    process.stdout.write(jsonText(document));
  }

  /** oclif would print parser internals and end with 1, which here means "violations found". */
  protected override catch(error: unknown): Promise<void> {
    const document = errorDocument(error);
    if (this.jsonEnabled()) this.logJson(document);
    else {
      const lines = errorLines(
        error,
        styleFor(process.stderr),
        this.argv.includes('--verbose') || this.argv.includes('-v'),
      );
      process.stderr.write(`${lines.join('\n')}\n`);
    }
    this.endWith(document.error.exitCode);
    return Promise.resolve();
  }
}
