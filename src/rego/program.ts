import { McpError } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import { formatPosition } from '../model/position.ts';
import { EvaluatorPool } from './evaluator-pool.ts';
import type { EvaluatorWorkerData } from './evaluator-worker.ts';
import { Evaluator } from './evaluator.ts';
import type { CompleteCall, RegoOutcome } from './evaluator.ts';
import { sourcePosition } from './package.ts';
import type { Surroundings } from './surroundings.ts';
import { secretVariables } from '../runtime/secret-variables.ts';

export interface ProgramOptions {
  readonly env?: Surroundings['env'];
  readonly allow?: Surroundings['allow'] | undefined;
  /** How long one evaluation may take, in milliseconds; 10 s unless told. */
  readonly timeLimit?: number | undefined;
  /** How long all evaluations may take on one thread before the other cores help, in milliseconds; 2 s unless told. */
  readonly patience?: number | undefined;
}

/** `data`: the base documents for this call alone; those of the program unless it says so. */
export type RegoCall = Omit<CompleteCall, 'data'> & { readonly data?: string | undefined };

/** What an entrypoint gave (undefined where the rule is), or REGO_FAILED. */
export type RegoAnswer = { readonly value: Json | undefined } | McpError;

/** Compiled policies, ready to evaluate, each evaluation within its time and 256 MB. */
export class RegoProgram {
  readonly #evaluator: Evaluator;
  readonly #shared: EvaluatorWorkerData;
  readonly #sources: readonly RegoModule[];
  #patience: number;
  #data = '{}';
  #pool: EvaluatorPool | undefined;

  private constructor(shared: EvaluatorWorkerData, sources: readonly RegoModule[], patience: number) {
    this.#evaluator = new Evaluator(shared.module, shared.surroundings, shared.timeLimit);
    this.#shared = shared;
    this.#sources = sources;
    this.#patience = patience;
  }

  /**
   * `sources` are the modules it was compiled from; `now` is the time of day that policies see. REGO_INVALID for a
   * builtin that is refused and not allowed, REGO_UNAVAILABLE.
   */
  static load(
    wasm: Uint8Array<ArrayBuffer>,
    sources: readonly RegoModule[],
    now: Date,
    { timeLimit = 10_000, patience = 2_000, env = process.env, allow = [] }: ProgramOptions = {},
  ): Promise<RegoProgram> {
    return new Promise((resolve) => {
      const module = new WebAssembly.Module(wasm);
      // A copy, because the environment itself cannot be handed to workers; mcp.yaml may let policies read it.
      const seen = Object.fromEntries(
        Object.entries(env).filter(([name]) => !secretVariables.includes(name)),
      );
      const surroundings = { now, env: seen, allow, paths: sources.map(({ path }) => path) };
      resolve(new RegoProgram({ module, surroundings, timeLimit }, sources, patience));
    });
  }

  /** The base documents below `data`, as a JSON object, for all evaluations from here on. */
  setData(json: string): void {
    this.#data = json;
  }

  /**
   * The value of an entrypoint for an input in JSON; sets become arrays. REGO_FAILED when the evaluation throws or takes
   * too long or too much. For many at once, `evaluateAll` is faster.
   */
  evaluate(entrypoint: string, input: ArrayBuffer): Json | undefined {
    const [outcome] = this.#evaluator.evaluate([{ entrypoint, input, data: this.#data }]);
    if (outcome === undefined) throw new Error('the evaluation had no outcome');
    const result = this.#explain(outcome);
    if (result instanceof McpError) throw result;
    return result.value;
  }

  /** Like `evaluate` for each call, in order, with the error in place of the value. */
  async evaluateAll(calls: readonly RegoCall[]): Promise<readonly RegoAnswer[]> {
    const complete = calls.map(({ entrypoint, input, data = this.#data }) => ({ entrypoint, input, data }));
    const begin = performance.now();
    const first = this.#patience > 0 ? this.#evaluator.evaluate(complete, this.#patience) : [];
    this.#patience -= performance.now() - begin;
    const others = complete.slice(first.length);
    const rest = others.length === 0 ? [] : await this.#ownPool.evaluate(others);
    return [...first, ...rest].map((outcome) => this.#explain(outcome));
  }

  get #ownPool(): EvaluatorPool {
    return (this.#pool ??= new EvaluatorPool(this.#evaluator, this.#shared));
  }

  /** OPA names places by our numbers of the modules. */
  #explain(outcome: RegoOutcome): RegoAnswer {
    if ('value' in outcome) return outcome;
    const message = outcome.failure.replace(
      /\b(\d{6})\.rego:(\d+):(\d+)/g,
      (_all, module: string, row: string, column: string) =>
        formatPosition(
          sourcePosition({ module: Number(module), row: Number(row), column: Number(column) }, this.#sources),
        ),
    );
    return new McpError('REGO_FAILED', message);
  }
}
