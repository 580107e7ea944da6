import type { RunContext } from '../model/ports.ts';

/** Sorts by time and says when the run began; the random part keeps two runs of one second apart. */
export function newRunId(startedAt: Date, { random }: Pick<RunContext, 'random'>): string {
  const time = startedAt.toISOString().replace(/[-:]|\.\d+/gu, '');
  return `${time}-${random.hex(6)}`;
}
