import type { CelExpression } from '../cel/compiled-expression.ts';
import { McpError } from '../model/error.ts';
import type { Json, JsonObject } from '../model/json.ts';

/** What expressions see, with the variables that they need. */
export class ValidationScope {
  readonly #expressions: ReadonlyMap<string, CelExpression>;
  readonly #bindings: JsonObject;
  readonly #values = new Map<string, Json | McpError>();
  readonly #timeLimit: number;
  readonly #deadline: number;

  constructor(
    expressions: ReadonlyMap<string, CelExpression>,
    review: JsonObject,
    parameters: JsonObject | null,
    timeLimit: number,
  ) {
    this.#timeLimit = timeLimit;
    this.#deadline = performance.now() + timeLimit;
    const { object: reviewed = null, oldObject = null, namespaceObject = null, ...request } = review;
    // Gatekeeper shows Rego the old object where there is no new one; Kubernetes does not.
    const isDelete = request['operation'] === 'DELETE';
    const object = isDelete ? null : reviewed;
    const { kind = null, resource = null } = request;
    this.#expressions = expressions;
    this.#bindings = {
      object,
      oldObject,
      namespaceObject,
      request: { dryRun: false, requestKind: kind, requestResource: resource, ...request },
    };
    this.#values.set('anyObject', isDelete ? oldObject : object);
    this.#values.set('params', parameters);
  }

  isTrue(expression: CelExpression): boolean {
    const value = this.evaluate(expression);
    if (typeof value === 'boolean') return value;
    throw failure(expression, 'it is neither true nor false');
  }

  /** A variable that has no value is missing for the expression; its error is the one to tell. */
  evaluate(expression: CelExpression): Json {
    if (performance.now() > this.#deadline)
      throw new McpError('CEL_FAILED', `it ran for more than ${this.#timeLimit / 1_000} s`);
    const read = namesIn(expression).map((name) => [name, this.#valueOf(name)] as const);
    const variables = Object.fromEntries(
      read.filter((entry): entry is readonly [string, Json] => !(entry[1] instanceof McpError)),
    );
    try {
      return expression.evaluate({ ...this.#bindings, variables });
    } catch (error) {
      if (!(error instanceof McpError)) throw error;
      const cause = read.find(([, value]) => value instanceof McpError)?.[1];
      throw cause instanceof McpError ? cause : failure(expression, error.message);
    }
  }

  valuesOf(expression: CelExpression): readonly { readonly name: string; readonly value: Json }[] {
    return namesIn(expression).flatMap((name) => {
      const value = this.#valueOf(name);
      return value instanceof McpError ? [] : [{ name: `variables.${name}`, value }];
    });
  }

  #valueOf(name: string): Json | McpError {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const expression = this.#expressions.get(name);
    if (expression === undefined) throw new Error(`there is no variable ${name}`);
    const value = attempt(() => this.evaluate(expression));
    this.#values.set(name, value);
    return value;
  }
}

/** The variables that an expression reads. */
function namesIn({ reads }: CelExpression): readonly string[] {
  return [
    ...new Set(reads.flatMap(([root, name]) => (root === 'variables' && name !== undefined ? [name] : []))),
  ];
}

export function attempt<Result>(work: () => Result): Result | McpError {
  try {
    return work();
  } catch (error) {
    if (error instanceof McpError) return error;
    throw error;
  }
}

/** In Kubernetes' words. */
function failure({ text }: CelExpression, message: string): McpError {
  const [reason = ''] = message.split('\n');
  return new McpError('CEL_FAILED', `expression '${text.trim()}' resulted in error: ${reason}`);
}
