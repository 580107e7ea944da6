import type { Timer } from '../../src/model/ports.ts';

interface Pause {
  readonly due: number;
  readonly end: () => void;
}

/**
 * A timer on which only pauses take time, and none in truth: as soon as two are under way, a deadline and a wait as a rule, the one that ends
 * first is over. Slow work cannot run into a deadline by it. With the pauses that were asked for, in milliseconds.
 */
export function skippingTimer(): Timer & { readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  const pending = new Set<Pause>();
  let now = 0;
  const skip = (): void => {
    if (pending.size < 2) return;
    const first = [...pending].reduce((one, other) => (other.due < one.due ? other : one));
    now = first.due;
    first.end();
  };
  return {
    pauses,
    elapsed: () => now,
    pause: (milliseconds, signal) =>
      new Promise((resolve) => {
        pauses.push(milliseconds);
        const pause: Pause = {
          due: now + milliseconds,
          end: () => {
            pending.delete(pause);
            resolve();
          },
        };
        pending.add(pause);
        if (signal?.aborted === true) pause.end();
        else signal?.addEventListener('abort', pause.end, { once: true });
        setImmediate(skip);
      }),
  };
}
