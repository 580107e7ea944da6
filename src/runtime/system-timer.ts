import { setTimeout as sleep } from 'node:timers/promises';
import type { Timer } from '../model/ports.ts';

/** The machine's monotonic time. */
export const systemTimer: Timer = {
  elapsed: () => performance.now(),
  async pause(milliseconds, signal) {
    try {
      await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};
