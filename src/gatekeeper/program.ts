import { McpError } from '../model/error.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import type { RegoCompiler } from '../rego/compile.ts';
import { RegoProgram } from '../rego/program.ts';
import type { ProgramOptions } from '../rego/program.ts';
import type { Constraint } from './constraint.ts';
import type { Entry } from './entry.ts';

export interface GatekeeperViolation {
  readonly message: string;
  readonly details: Json;
}

/** What a constraint says of an object: what is wrong (nothing: it passes), or why it could not be evaluated. */
export type GatekeeperVerdict =
  { readonly violations: readonly GatekeeperViolation[] } | { readonly reason: string };

/** Compiled templates with their constraints. */
export class GatekeeperProgram {
  readonly #program: RegoProgram;
  readonly #entry: Entry;

  private constructor(program: RegoProgram, entry: Entry) {
    this.#program = program;
    this.#entry = entry;
  }

  static async compile(
    compiler: RegoCompiler,
    modules: readonly RegoModule[],
    entry: Entry,
    now: Date,
    options: ProgramOptions,
  ): Promise<GatekeeperProgram> {
    const all = [...modules, { path: 'the entry module', text: entry.text }];
    const wasm = await compiler.compile(all, [entry.entrypoint], options.allow);
    return new GatekeeperProgram(await RegoProgram.load(wasm, all, now, options), entry);
  }

  /** All of `data`, as `Inventory.json` writes it, for the reviews from here on. */
  setInventory(json: string): void {
    this.#program.setData(json);
  }

  /** A verdict for each constraint, in their order. `review` is JSON. */
  review(constraints: readonly Constraint[], review: string): readonly GatekeeperVerdict[] {
    if (constraints.length === 0) return [];
    const together = this.#attempt(constraints, review);
    if (!(together instanceof McpError)) return together;
    if (constraints.length === 1) return [{ reason: together.message }];
    // One by one, so that only the constraint that throws is left without a verdict.
    return constraints.flatMap((constraint) => this.review([constraint], review));
  }

  #attempt(constraints: readonly Constraint[], review: string): readonly GatekeeperVerdict[] | McpError {
    const apply = constraints.map((constraint) => `"${this.#entry.nameOf(constraint)}":true`);
    const input = Buffer.from(`{"apply":{${apply.join(',')}},"review":${review}}`);
    try {
      const results = this.#program.evaluate(
        this.#entry.entrypoint,
        input.buffer.slice(input.byteOffset, input.byteOffset + input.length),
      ) as JsonObject;
      return constraints.map((constraint) => readVerdict(results[this.#entry.nameOf(constraint)]));
    } catch (error) {
      if (error instanceof McpError) return error;
      throw error;
    }
  }
}

/** Results are `{msg, details?}`. Anything else is no verdict: a mistake in a template must not look like a pass. */
function readVerdict(value: Json | undefined): GatekeeperVerdict {
  if (!Array.isArray(value)) return { reason: 'violation gave no set of results' };
  const violations: GatekeeperViolation[] = [];
  for (const result of value as readonly Json[]) {
    const message = isJsonObject(result) ? result['msg'] : undefined;
    if (!isJsonObject(result) || typeof message !== 'string')
      return {
        reason: `violation gave ${JSON.stringify(result).slice(0, 200)}: a result is an object with the text msg`,
      };
    violations.push({ message, details: result['details'] ?? {} });
  }
  return { violations };
}
