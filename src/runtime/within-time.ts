import { McpError } from '../model/error.ts';
import type { Timer } from '../model/ports.ts';

export interface TimeLimits {
  /** On the timer. */
  readonly deadline: number;
  /** Ends the work too, but not before what is under way had its grace. */
  readonly interruption: AbortSignal;
  /** Milliseconds. */
  readonly grace: number;
}

/**
 * Gives work a signal that fires when its time is over: at the deadline, or some time after the interruption of the run. The
 * signal's reason is an McpError: INTERRUPTED or REMOTE_UNREACHABLE.
 */
export async function withinTime<Result>(
  { deadline, interruption, grace }: TimeLimits,
  timer: Timer,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const over = new AbortController();
  const endAfter = async (milliseconds: number, reason: McpError): Promise<void> => {
    await timer.pause(Math.max(milliseconds, 0), over.signal);
    if (!over.signal.aborted) controller.abort(reason);
  };
  const onInterruption = (): void =>
    void endAfter(grace, new McpError('INTERRUPTED', 'interrupted', { cause: interruption.reason }));
  void endAfter(
    deadline - timer.elapsed(),
    new McpError('REMOTE_UNREACHABLE', 'there was no answer before the time was over'),
  );
  if (interruption.aborted) onInterruption();
  else interruption.addEventListener('abort', onInterruption, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    over.abort();
    interruption.removeEventListener('abort', onInterruption);
  }
}
