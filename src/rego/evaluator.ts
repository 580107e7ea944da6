import { McpError } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import { PolicyInstance } from './policy-instance.ts';
import type { Surroundings } from './surroundings.ts';
import { termToJson } from './term-json.ts';
import { readTerm, RegoSet } from './term-text.ts';
import { runWithin } from './time-limit.ts';

/** Wasm memory never shrinks: an instance that grew beyond this is replaced. */
const largestKept = 64 * 1024 * 1024;
/** How long evaluations go on under one watch, at most, in milliseconds. */
const longestWatch = 500;
/** An entrypoint that was ended so often is not tried again: a thousand objects would take hours. */
const mostOverruns = 3;
/** Of an answer, in UTF-16 units: thousands of findings have room, a text that doubles itself has not. */
const longestAnswer = 4 * 1024 * 1024;

/** The input is JSON or a Rego term; nothing at all leaves `input` undefined. */
export interface CompleteCall {
  readonly entrypoint: string;
  readonly input: string | ArrayBuffer;
  /** The base documents, as a JSON object. */
  readonly data: string;
}

/** The value of the entrypoint (undefined where the rule is), or why there is none. */
export type RegoOutcome = { readonly value: Json | undefined } | { readonly failure: string };

/**
 * Evaluates on the thread that it was made on. Nothing of one evaluation is left for the next: after a throw, which leaves
 * the instance's stack unwound, and after much memory was used, the instance is replaced.
 */
export class Evaluator {
  readonly #module: WebAssembly.Module;
  readonly #surroundings: Surroundings;
  readonly #timeLimit: number;
  readonly #overruns = new Map<string, number>();
  #policy: PolicyInstance | undefined;
  /** What the instance at hand has. */
  #loaded: string | undefined;

  /** The time limit is in milliseconds an evaluation. REGO_INVALID for a refused builtin, REGO_UNAVAILABLE. */
  constructor(module: WebAssembly.Module, surroundings: Surroundings, timeLimit: number) {
    this.#module = module;
    this.#surroundings = surroundings;
    this.#timeLimit = timeLimit;
    this.#policy = this.#instantiate();
  }

  /** Goes on until all is evaluated or `milliseconds` have passed, and gives the outcomes of the first calls, one at least. */
  evaluate(calls: readonly CompleteCall[], milliseconds = Infinity): RegoOutcome[] {
    const outcomes: RegoOutcome[] = [];
    if (calls.length === 0) return outcomes;
    const end = performance.now() + milliseconds;
    const watched = Math.min(longestWatch, this.#timeLimit);
    do {
      const until = Math.min(end, performance.now() + watched);
      const work = () => {
        do outcomes.push(this.#attempt(calls[outcomes.length]));
        while (outcomes.length < calls.length && performance.now() < until);
      };
      if (!runWithin(this.#timeLimit + watched, work))
        outcomes.push(this.#overran(calls[outcomes.length]?.entrypoint ?? ''));
    } while (outcomes.length < calls.length && performance.now() < end);
    return outcomes;
  }

  #attempt(call: CompleteCall | undefined): RegoOutcome {
    if (call === undefined) throw new Error('there is nothing to evaluate');
    const { entrypoint, input, data } = call;
    if ((this.#overruns.get(entrypoint) ?? 0) >= mostOverruns)
      return { failure: `not tried again after it had been ended ${mostOverruns} times: ${this.#excess}` };
    // Only a call that comes back gives the instance back.
    const policy = this.#policy ?? this.#instantiate();
    this.#policy = undefined;
    try {
      if (this.#loaded !== data) policy.setData(Buffer.from(data));
      this.#loaded = data;
      const bytes = typeof input === 'string' ? Buffer.from(input) : new Uint8Array(input);
      const answer = policy.evaluate(entrypoint, bytes);
      const value = answer.length > longestAnswer ? undefined : resultOf(answer);
      if (policy.size <= largestKept) this.#policy = policy;
      return answer.length > longestAnswer ? { failure: 'it answered with more than 4 MB' } : { value };
    } catch (error) {
      if (error instanceof McpError) throw error;
      return { failure: failureOf(error) };
    }
  }

  #overran(entrypoint: string): RegoOutcome {
    this.#overruns.set(entrypoint, (this.#overruns.get(entrypoint) ?? 0) + 1);
    return { failure: this.#excess };
  }

  get #excess(): string {
    return `it ran for more than ${this.#timeLimit / 1_000} s`;
  }

  #instantiate(): PolicyInstance {
    this.#loaded = undefined;
    return new PolicyInstance(this.#module, this.#surroundings);
  }
}

/** V8 and OPA's runtime say it in their own words; a program of Go prints where it was. */
function failureOf(error: unknown): string {
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  if (message.includes('opa_malloc: failed')) return 'it took more than 256 MB of memory';
  if (message.includes('Maximum call stack size')) return 'it nests too deeply';
  return message;
}

/** Of the set of answers, which has one member at most. */
function resultOf(text: string): Json | undefined {
  if (text === 'set()') return undefined;
  const answers = readTerm(text);
  const answer = answers instanceof RegoSet ? answers.members[0] : undefined;
  if (answer === undefined) throw new Error('the answer of a policy could not be read');
  return (termToJson(answer) as { readonly result: Json }).result;
}
