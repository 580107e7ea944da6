import type { RunContext } from '../model/ports.ts';

/** How a try ended: all is done (or trying again is of no use), or there is something left to do. */
export type TryResult = 'done' | TryAgain;

export interface TryAgain {
  /** Milliseconds for which the other side asked to be left alone; null when it did not. */
  readonly notBefore: number | null;
}

export interface RetryPolicy {
  /** Tries in all. */
  readonly tries: number;
  /** The longest first pause, in milliseconds; each further one is up to twice as long. */
  readonly firstPause: number;
  /** The longest pause, in milliseconds, where nobody asks for a longer one. */
  readonly maxPause: number;
  /** When `timer.elapsed()` says so, no further try begins. */
  readonly deadline: number;
}

/** `tries`, `deadline`, `interrupted`: why it ended with something left to do. */
export type RetryEnd = 'done' | 'tries' | 'deadline' | 'interrupted';

/**
 * Tries until it is done, with pauses of random length in between ("full jitter": from nothing to a bound that doubles), so
 * that those who collided do not collide again. A pause that would not end before the deadline is not begun.
 */
export async function retry(
  attempt: () => Promise<TryResult>,
  { tries, firstPause, maxPause, deadline }: RetryPolicy,
  { random, timer, signal }: Pick<RunContext, 'random' | 'timer' | 'signal'>,
): Promise<RetryEnd> {
  for (let number = 1; ; number += 1) {
    if (number > 1 && signal.aborted) return 'interrupted';
    const result = await attempt();
    if (result === 'done') return 'done';
    if (number >= tries) return 'tries';
    const jitter = random.number() * Math.min(firstPause * 2 ** (number - 1), maxPause);
    const pause = jitter + (result.notBefore ?? 0);
    if (timer.elapsed() + pause >= deadline) return 'deadline';
    await timer.pause(pause, signal);
  }
}
