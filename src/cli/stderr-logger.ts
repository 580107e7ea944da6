import type { Logger } from '../model/ports.ts';
import { visible } from '../runtime/visible.ts';
import type { Style } from './style.ts';

export type LogLevel = 'quiet' | 'normal' | 'verbose';

/**
 * Progress and diagnostics on stderr. A line that belongs to a stage (field `stage`) begins with its name; `quiet`
 * leaves warnings alone, `verbose` adds details and the milliseconds of each stage.
 */
export function stderrLogger(level: LogLevel, write: (line: string) => void, style: Style): Logger {
  const stageWidth = 10;
  return {
    debug(message, fields) {
      if (level === 'verbose')
        write(style('dim', `${label(fields, stageWidth)}${visible(message)}${milliseconds(fields)}`));
    },
    info(message, fields) {
      if (level === 'quiet') return;
      const time = level === 'verbose' ? milliseconds(fields) : '';
      write(`${style('cyan', label(fields, stageWidth))}${visible(message)}${style('dim', time)}`);
    },
    warn(message) {
      write(`${style('yellow', 'warning')} ${visible(message)}`);
    },
  };
}

function label(fields: Readonly<Record<string, unknown>> | undefined, width: number): string {
  const stage = fields?.['stage'];
  return typeof stage === 'string' ? `${stage.padEnd(width)} ` : '';
}

function milliseconds(fields: Readonly<Record<string, unknown>> | undefined): string {
  const value = fields?.['ms'];
  return typeof value === 'number' ? `  ${value.toFixed(0)} ms` : '';
}
