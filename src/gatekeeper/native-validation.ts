import type { CelExpression } from '../cel/compiled-expression.ts';
import { compileCel } from '../cel/expression.ts';
import type { Variable } from '../cel/variables.ts';
import { McpError } from '../model/error.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { SourcePosition } from '../model/position.ts';
import type { Field } from './fields.ts';
import { attempt, ValidationScope } from './validation-scope.ts';
import type { GatekeeperVerdict } from './verdict.ts';

interface Validation {
  readonly expression: CelExpression;
  readonly position: SourcePosition;
  readonly message: string;
  readonly messageExpression: CelExpression | null;
}

/** One expression that found something, with what the variables were that it reads. */
export interface FailedValidation {
  readonly message: string;
  readonly position: SourcePosition;
  readonly text: string;
  readonly values: readonly { readonly name: string; readonly value: Json }[];
}

/** Variables that every template has. */
const given = ['anyObject', 'params'];
const inputs = ['object', 'oldObject', 'request', 'namespaceObject'];
/** Of Kubernetes (apiserver, pkg/apis/cel): what is longer is not shown. */
const longestMessage = 5 * 1024;
/** A template that was ended so often is not tried again. */
const mostOverruns = 3;
const defaultTimeLimit = 10_000;

/**
 * A template's CEL, engine K8sNativeValidation: a ValidatingAdmissionPolicy without its matching (gatekeeper
 * pkg/drivers/k8scel, apiserver pkg/admission/plugin/policy/validating).
 */
export class NativeValidation {
  readonly #variables: ReadonlyMap<string, CelExpression>;
  readonly #conditions: readonly CelExpression[];
  readonly #validations: readonly Validation[];
  #overruns = 0;

  private constructor(
    variables: ReadonlyMap<string, CelExpression>,
    conditions: readonly CelExpression[],
    validations: readonly Validation[],
  ) {
    this.#variables = variables;
    this.#conditions = conditions;
    this.#validations = validations;
  }

  /** Throws CONFIG_INVALID, and CEL_INVALID for an expression that does not compile here. */
  static async read(source: Field): Promise<NativeValidation> {
    const policy = source.get('failurePolicy');
    if (!['', 'Fail', 'Ignore'].includes(policy.text())) throw policy.wrong('must be Fail or Ignore');
    const variables = new Map<string, CelExpression>();
    for (const field of source.get('variables').items()) {
      const name = field.get('name').requiredText();
      if (given.includes(name) || name.startsWith('gatekeeper_internal_'))
        throw field.get('name').wrong('is a name that Gatekeeper keeps for itself');
      variables.set(name, await compile(field.get('expression'), [...variables.keys()]));
    }
    const names = [...variables.keys()];
    const conditions: CelExpression[] = [];
    for (const field of source.get('matchCondition').items())
      conditions.push(await compile(field.get('expression'), names));
    const validations: Validation[] = [];
    for (const field of source.get('validations').items())
      validations.push({
        expression: await compile(field.get('expression'), names),
        position: field.get('expression').position,
        message: field.get('message').text().trim(),
        messageExpression:
          field.get('messageExpression').text() === ''
            ? null
            : await compile(field.get('messageExpression'), names),
      });
    return new NativeValidation(variables, conditions, validations);
  }

  /**
   * The verdict on a review. `parameters` are null where the constraint has none. An expression without a value is no
   * verdict, whatever the template's failurePolicy: what could not be judged does not pass. `timeLimit` is in
   * milliseconds; each expression has limits of its own.
   */
  review(review: JsonObject, parameters: JsonObject | null, timeLimit = defaultTimeLimit): GatekeeperVerdict {
    if (this.#overruns >= mostOverruns)
      return { reason: `not tried again after it had been ended ${mostOverruns} times` };
    const deadline = performance.now() + timeLimit;
    try {
      const found = this.explain(review, parameters, timeLimit);
      return { violations: found.map(({ message }) => ({ message, details: {} })) };
    } catch (error) {
      if (!(error instanceof McpError)) throw error;
      if (performance.now() > deadline) this.#overruns += 1;
      return { reason: error.message };
    }
  }

  /** The validations that do not hold. Throws CEL_FAILED where that cannot be said. */
  explain(
    review: JsonObject,
    parameters: JsonObject | null,
    timeLimit = defaultTimeLimit,
  ): readonly FailedValidation[] {
    const scope = new ValidationScope(this.#variables, review, parameters, timeLimit);
    // A condition that does not hold counts even where another one fails.
    const conditions = this.#conditions.map((condition) => attempt(() => scope.isTrue(condition)));
    if (conditions.includes(false)) return [];
    const error = conditions.find((condition) => condition instanceof McpError);
    if (error !== undefined) throw error;
    return this.#validations
      .filter(({ expression }) => !scope.isTrue(expression))
      .map((validation) => ({
        message: messageOf(validation, scope),
        position: validation.position,
        text: validation.expression.text.trim(),
        values: scope.valuesOf(validation.expression),
      }));
  }
}

function compile(field: Field, variables: readonly string[]): Promise<CelExpression> {
  const fields: Variable = { name: 'variables', fields: [...given, ...variables] };
  // There is every variable that compiles: `has` holds, whatever its value is.
  const text = field
    .requiredText()
    .replace(/\bhas\(\s*variables\.\w+\s*\)/g, (call) => 'true'.padEnd(call.length));
  return compileCel(text, field.position, [...inputs, fields]);
}

function messageOf({ expression, message, messageExpression }: Validation, scope: ValidationScope): string {
  const made = messageExpression === null ? '' : attempt(() => scope.evaluate(messageExpression));
  const text = typeof made === 'string' ? made.trim() : '';
  if (text !== '' && !text.includes('\n') && Buffer.byteLength(text) <= longestMessage) return text;
  return message === '' ? `failed expression: ${expression.text.trim()}` : message;
}
