import type { Json, JsonObject } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import type { SourcePosition } from '../model/position.ts';
import type { RegoMistake } from './ask-reactor.ts';
import { askReactor, mistakesOf } from './ask-reactor.ts';
import type { RegoProblem } from './backend.ts';
import type { RegoLocation } from './package.ts';
import { sourcePosition } from './package.ts';

/** The end of a long value is left out. */
export interface ExplainedValue {
  readonly name: string;
  readonly value: string;
}

/** One result of a rule with the expressions that held when it was made. */
export interface ExplainedResult {
  readonly value: Json;
  /** The rule. */
  readonly position: SourcePosition | null;
  readonly expressions: readonly {
    readonly position: SourcePosition | null;
    /** As written. */
    readonly text: string;
    /** What its variables were, and the parts of the input that it reads, as Rego terms. */
    readonly values: readonly ExplainedValue[];
  }[];
}

interface ExplainResponse {
  readonly problems: readonly RegoProblem[] | null;
  readonly results: readonly ResultDocument[] | null;
}

interface ResultDocument {
  readonly value: Json;
  readonly position: RegoLocation | null;
  readonly expressions:
    | readonly {
        readonly position: RegoLocation | null;
        readonly text: string;
        readonly values: readonly ExplainedValue[] | null;
      }[]
    | null;
}

/**
 * Evaluates a rule (`data.security.pod_privileged.deny`, a set) with OPA's own interpreter and tells how each of its
 * results came about. Throws REGO_UNAVAILABLE and REGO_FAILED.
 */
export function explainRule(
  modules: readonly RegoModule[],
  {
    rule,
    input,
    data = {},
    allow = [],
  }: {
    readonly rule: string;
    readonly input: Json;
    readonly data?: JsonObject;
    readonly allow?: readonly string[] | undefined;
  },
  now: Date,
): { readonly mistakes: readonly RegoMistake[]; readonly results: readonly ExplainedResult[] } {
  const { problems, results } = askReactor(
    'mcp_explain',
    modules,
    { rule, input, data, allow },
    now,
  ) as ExplainResponse;
  const place = (position: RegoLocation | null) =>
    position === null ? null : sourcePosition(position, modules);
  return {
    mistakes: mistakesOf(problems, modules),
    results: (results ?? []).map(({ value, position, expressions }) => ({
      value,
      position: place(position),
      expressions: (expressions ?? []).map((expression) => ({
        position: place(expression.position),
        text: expression.text,
        values: expression.values ?? [],
      })),
    })),
  };
}
