import type { RunContext } from '../../src/model/ports.ts';
import { systemTimer } from '../../src/runtime/system-timer.ts';

/** A context in which nothing differs from run to run: fixed clock and randomness, no cache, no output. */
export function runContext(more: Partial<RunContext> = {}): RunContext {
  const nothing = () => undefined;
  return {
    clock: { now: () => new Date('2026-11-24T11:00:00Z') },
    timer: systemTimer,
    random: { hex: (digits) => '1f2e3d4c5b6a'.slice(0, digits), number: () => 0 },
    logger: { debug: nothing, info: nothing, warn: nothing },
    cache: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    signal: new AbortController().signal,
    ...more,
  };
}
