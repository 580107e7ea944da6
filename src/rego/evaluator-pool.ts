import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Evaluator, CompleteCall, RegoOutcome } from './evaluator.ts';
import type { EvaluatorWorkerData } from './evaluator-worker.ts';

/** Calls that a thread takes at once: few enough to share evenly, enough to make a message worth its while. */
const portion = 32;
const mostWorkers = 7;

interface Portion {
  readonly start: number;
  readonly calls: readonly CompleteCall[];
}

/**
 * Evaluates on all cores: a worker for each of the others, and this thread's own evaluator. A worker that dies leaves its
 * work to the rest. Workers do not keep the process alive.
 */
export class EvaluatorPool {
  readonly #own: Evaluator;
  readonly #workers: Set<Worker>;
  /** The run before: there is one at a time, because a worker's answers do not say what they answer. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    own: Evaluator,
    data: EvaluatorWorkerData,
    size = Math.min(availableParallelism() - 1, mostWorkers),
  ) {
    this.#own = own;
    const file = new URL(
      import.meta.url.endsWith('.ts') ? 'evaluator-worker.ts' : 'evaluator-worker.js',
      import.meta.url,
    );
    this.#workers = new Set(Array.from({ length: size }, () => new Worker(file, { workerData: data })));
    for (const worker of this.#workers) {
      worker.unref();
      worker.on('error', () => this.#workers.delete(worker));
    }
  }

  /** The outcomes of all calls, in order. */
  evaluate(calls: readonly CompleteCall[]): Promise<readonly RegoOutcome[]> {
    const run = this.#last.then(() => this.#run(calls));
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #run(calls: readonly CompleteCall[]): Promise<readonly RegoOutcome[]> {
    const outcomes = new Array<RegoOutcome>(calls.length);
    const waiting: Portion[] = [];
    for (let start = 0; start < calls.length; start += portion)
      waiting.push({ start, calls: calls.slice(start, start + portion) });
    waiting.reverse();
    const put = ({ start }: Portion, results: readonly RegoOutcome[]) => {
      for (const [index, outcome] of results.entries()) outcomes[start + index] = outcome;
    };
    const others = Promise.all([...this.#workers].map((worker) => this.#drive(worker, waiting, put)));
    const work = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        put(next, this.#own.evaluate(next.calls));
        // The workers' messages have to come through.
        await setImmediate();
      }
    };
    await work();
    await others;
    // What a worker that died had taken.
    await work();
    return outcomes;
  }

  /** Gives a worker portions until there are none, or it dies. */
  #drive(
    worker: Worker,
    waiting: Portion[],
    put: (portion: Portion, results: readonly RegoOutcome[]) => void,
  ): Promise<void> {
    return new Promise((resolve) => {
      let current: Portion | undefined;
      const take = () => {
        current = waiting.pop();
        if (current === undefined) end();
        else worker.postMessage(current.calls);
      };
      const done = (results: readonly RegoOutcome[]) => {
        if (current !== undefined) put(current, results);
        take();
      };
      const fail = () => {
        if (current !== undefined) waiting.push(current);
        end();
      };
      const end = () => {
        worker.off('message', done).off('error', fail).off('exit', fail).unref();
        resolve();
      };
      worker.on('message', done).on('error', fail).on('exit', fail).ref();
      take();
    });
  }
}
