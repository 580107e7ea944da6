import type { GitRemote } from '../model/git.ts';
import type { Timer } from '../model/ports.ts';
import { RemoteError } from '../model/remote-error.ts';

/** So many failures in a row, and the remote is left alone. */
const failuresToOpen = 5;

/** For so long, in milliseconds; then one request may find out whether it is there again. */
const rest = 10_000;

/**
 * The same remote behind a circuit breaker: after five failures in a row it is asked nothing for ten seconds, then one
 * request at a time until one has an answer. A refusal is an answer. While it rests, every call throws REMOTE_UNREACHABLE
 * at once, transient, with the time to wait as `retryAfterMs`.
 */
export function withBreaker(remote: GitRemote, timer: Timer): GitRemote {
  const breaker = new Breaker(remote.url, timer);
  return {
    url: remote.url,
    listRefs: (prefixes, signal) => breaker.run(() => remote.listRefs(prefixes, signal)),
    push: (request) => breaker.run(() => remote.push(request)),
    fetch: (refs, options) => breaker.run(() => remote.fetch(refs, options)),
    reader: () => remote.reader(),
    close: () => remote.close(),
  };
}

class Breaker {
  readonly #url: string;
  readonly #timer: Timer;
  #failures = 0;
  /** On the timer. */
  #restsUntil = 0;
  #isProbing = false;

  constructor(url: string, timer: Timer) {
    this.#url = url;
    this.#timer = timer;
  }

  async run<Result>(request: () => Promise<Result>): Promise<Result> {
    if (this.#failures < failuresToOpen) return await this.#watch(request);
    this.#requireTurn();
    this.#isProbing = true;
    try {
      return await this.#watch(request);
    } finally {
      this.#isProbing = false;
    }
  }

  async #watch<Result>(request: () => Promise<Result>): Promise<Result> {
    try {
      const result = await request();
      this.#failures = 0;
      return result;
    } catch (error) {
      if (error instanceof RemoteError) {
        // Credentials that are refused, and an answer that will not change, come from a remote that is there.
        this.#failures = error.transient ? this.#failures + 1 : 0;
        this.#restsUntil = this.#timer.elapsed() + rest;
      }
      throw error;
    }
  }

  #requireTurn(): void {
    const wait = this.#isProbing ? rest : this.#restsUntil - this.#timer.elapsed();
    if (wait <= 0) return;
    throw new RemoteError(
      'REMOTE_UNREACHABLE',
      `${this.#url} failed ${this.#failures} times in a row and is left alone for ${Math.ceil(wait / 1000)} s`,
      {
        transient: true,
        retryAfterMs: wait,
        hint: 'See that the server is well, then run the command again: it takes up where it stopped.',
      },
    );
  }
}
