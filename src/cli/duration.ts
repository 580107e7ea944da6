import { McpError } from '../model/error.ts';

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `90s`, `15m`, `4h` or `2d`. Throws USAGE, naming the flag. */
export function parseDuration(text: string, flag: string): number {
  const [, digits, unit] = /^(\d{1,6})([smhd])$/u.exec(text) ?? [];
  if (digits === undefined || unit === undefined)
    throw new McpError('USAGE', `${flag} ${text} is no duration`, { hint: 'Write 90s, 15m, 4h or 2d.' });
  return Number(digits) * units[unit as keyof typeof units];
}
