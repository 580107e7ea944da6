import type { Timer } from '../../src/model/ports.ts';
import { systemTimer } from '../../src/runtime/system-timer.ts';

/** A timer on which time passes so many times as fast, with the pauses that were asked for, in its milliseconds. */
export function fastTimer(factor: number): Timer & { readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  return {
    pauses,
    elapsed: () => performance.now() * factor,
    pause: async (milliseconds, signal) => {
      pauses.push(milliseconds);
      await systemTimer.pause(milliseconds / factor, signal);
    },
  };
}
