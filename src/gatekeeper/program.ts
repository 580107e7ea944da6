import { McpError } from '../model/error.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import type { RegoCompiler } from '../rego/compile.ts';
import { RegoProgram } from '../rego/program.ts';
import type { ProgramOptions, RegoAnswer } from '../rego/program.ts';
import type { Constraint } from './constraint.ts';
import type { Entry } from './entry.ts';
import type { GatekeeperVerdict, GatekeeperViolation } from './verdict.ts';

/** What some constraints are asked about. */
export interface ReviewCall {
  readonly constraints: readonly Constraint[];
  readonly review: JsonObject;
  /** All of `data`, as `Inventory.json` writes it. */
  readonly inventory: string;
}

/** Compiled templates with their constraints. */
export class GatekeeperProgram {
  /** Null where no template is in Rego. */
  readonly #rego: RegoProgram | null;
  readonly #entry: Entry;
  readonly #timeLimit: number | undefined;

  private constructor(rego: RegoProgram | null, entry: Entry, { timeLimit }: ProgramOptions) {
    this.#rego = rego;
    this.#entry = entry;
    this.#timeLimit = timeLimit;
  }

  static async compile(
    compiler: RegoCompiler,
    modules: readonly RegoModule[],
    entry: Entry,
    now: Date,
    options: ProgramOptions,
  ): Promise<GatekeeperProgram> {
    if (modules.length === 0) return new GatekeeperProgram(null, entry, options);
    const all = [...modules, { path: 'the entry module', text: entry.text }];
    const wasm = await compiler.compile(all, [entry.entrypoint], options.allow);
    return new GatekeeperProgram(await RegoProgram.load(wasm, all, now, options), entry, options);
  }

  /** For each call a verdict of each of its constraints, in their order. */
  async reviewAll(calls: readonly ReviewCall[]): Promise<readonly (readonly GatekeeperVerdict[])[]> {
    const rego = await this.#reviewRego(
      calls.map((call) => ({
        ...call,
        constraints: call.constraints.filter(({ template }) => template.validation === null),
      })),
    );
    return calls.map(({ constraints, review }, index) => {
      const verdicts = (rego[index] ?? []).values();
      return constraints.map(({ template, parameters }): GatekeeperVerdict => {
        if (template.validation !== null)
          return template.validation.review(review, parameters, this.#timeLimit);
        return verdicts.next().value ?? { reason: 'there is no verdict' };
      });
    });
  }

  /** All at once; where that throws, one by one, so that only the constraint that throws is left without a verdict. */
  async #reviewRego(calls: readonly ReviewCall[]): Promise<readonly (readonly GatekeeperVerdict[])[]> {
    const together = await this.#ask(calls);
    const failed = calls.filter(
      ({ constraints }, index) => constraints.length > 1 && together[index] instanceof McpError,
    );
    const singles = failed.flatMap((call) =>
      call.constraints.map((constraint) => ({ ...call, constraints: [constraint] })),
    );
    const alone = (await this.#ask(singles)).values();
    return calls.map(({ constraints }, index) =>
      constraints.map((constraint) => {
        const isAlone = constraints.length > 1 && together[index] instanceof McpError;
        return this.#verdictOf(constraint, isAlone ? alone.next().value : together[index]);
      }),
    );
  }

  /** Undefined for a call without constraints. */
  async #ask(calls: readonly ReviewCall[]): Promise<readonly (RegoAnswer | undefined)[]> {
    const asked = calls.filter(({ constraints }) => constraints.length > 0);
    if (this.#rego === null || asked.length === 0) return [];
    const answers = await this.#rego.evaluateAll(
      asked.map(({ constraints, review, inventory }) => ({
        entrypoint: this.#entry.entrypoint,
        input: JSON.stringify({
          apply: Object.fromEntries(constraints.map((constraint) => [this.#entry.nameOf(constraint), true])),
          review,
        }),
        data: inventory,
      })),
    );
    const next = answers.values();
    return calls.map(({ constraints }) => (constraints.length === 0 ? undefined : next.next().value));
  }

  #verdictOf(constraint: Constraint, answer: RegoAnswer | undefined): GatekeeperVerdict {
    if (answer instanceof McpError) return { reason: answer.message };
    const results = answer?.value;
    return readVerdict(isJsonObject(results) ? results[this.#entry.nameOf(constraint)] : undefined);
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
