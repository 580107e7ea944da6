import { McpError } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import { formatPosition } from '../model/position.ts';
import { Evaluator } from './evaluator.ts';
import type { RegoCall, RegoOutcome } from './evaluator.ts';
import { sourcePosition } from './package.ts';
import type { Surroundings } from './surroundings.ts';

export interface ProgramOptions {
  readonly env?: Surroundings['env'];
  readonly allow?: Surroundings['allow'] | undefined;
  /** How long one evaluation may take, in milliseconds; 10 s unless told. */
  readonly timeLimit?: number | undefined;
}

/** What an entrypoint gave (undefined where the rule is), or REGO_FAILED. */
export type RegoAnswer = { readonly value: Json | undefined } | McpError;

/** Compiled policies, ready to evaluate, each evaluation within its time and 256 MB. */
export class RegoProgram {
  readonly #evaluator: Evaluator;
  readonly #sources: readonly RegoModule[];

  private constructor(evaluator: Evaluator, sources: readonly RegoModule[]) {
    this.#evaluator = evaluator;
    this.#sources = sources;
  }

  /**
   * `sources` are the modules it was compiled from; `now` is the time of day that policies see. REGO_INVALID for a
   * builtin that is refused and not allowed, REGO_UNAVAILABLE.
   */
  static load(
    wasm: Uint8Array<ArrayBuffer>,
    sources: readonly RegoModule[],
    now: Date,
    { timeLimit = 10_000, env = process.env, allow = [] }: ProgramOptions = {},
  ): Promise<RegoProgram> {
    return new Promise((resolve) => {
      const module = new WebAssembly.Module(wasm);
      resolve(new RegoProgram(new Evaluator(module, { now, env, allow }, timeLimit), sources));
    });
  }

  /** The base documents below `data`, as a JSON object, for all evaluations from here on. */
  setData(json: string): void {
    this.#evaluator.setData(json);
  }

  /**
   * The value of an entrypoint for an input in JSON; sets become arrays. REGO_FAILED when the evaluation throws or takes
   * too long or too much. For many at once, `evaluateAll` is faster.
   */
  evaluate(entrypoint: string, input: ArrayBuffer): Json | undefined {
    const [outcome] = this.#evaluator.evaluate([{ entrypoint, input }]);
    if (outcome === undefined) throw new Error('the evaluation had no outcome');
    const result = this.#explain(outcome);
    if (result instanceof McpError) throw result;
    return result.value;
  }

  /** Like `evaluate` for each call, in order, with the error in place of the value. */
  evaluateAll(calls: readonly RegoCall[]): Promise<readonly RegoAnswer[]> {
    return Promise.resolve(this.#evaluator.evaluate(calls).map((outcome) => this.#explain(outcome)));
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
