/** The run's clock; the only source of time for rendering, evaluation and records. */
export interface Clock {
  now(): Date;
}

/**
 * Time that only passes, for pauses and deadlines. The clock is for what is recorded: it may be set, jump or stand still.
 */
export interface Timer {
  /** Milliseconds since some moment; never goes back. */
  elapsed(): number;
  /** Resolves after so many milliseconds, or as soon as the signal fires. */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness for run ids and jitter. */
export interface Random {
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** 0 (inclusive) to 1 (exclusive). */
  number(): number;
}

/** Diagnostics for people and log collectors; never the result of a command. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** A cache by content: an entry may vanish at any time, and nothing is ever wrong because it did. */
export interface Cache {
  get(namespace: string, key: string): Promise<Uint8Array | undefined>;
  set(namespace: string, key: string, value: Uint8Array): Promise<void>;
}

/** What every stage is given beside its input. */
export interface RunContext {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: Random;
  readonly logger: Logger;
  readonly cache: Cache;
  readonly signal: AbortSignal;
}
