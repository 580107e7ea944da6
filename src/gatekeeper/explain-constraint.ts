import type { JsonObject } from '../model/json.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { explainRule } from '../rego/explain.ts';
import type { ExplainedResult } from '../rego/explain.ts';
import type { GatekeeperSet } from './gatekeeper-set.ts';
import { reviewOf } from './review.ts';

/** How much of a value is told, in characters. */
const longestValue = 200;

/** What a constraint is asked about. */
export interface ConstraintQuestion {
  /** `<kind>/<name>`. */
  readonly constraint: string;
  readonly object: KubernetesObject;
  readonly namespaceObject: KubernetesObject | null;
  /** All of `data`: `{inventory}`. */
  readonly data: JsonObject;
  readonly allow?: readonly string[] | undefined;
}

/**
 * How each violation of a constraint came about: the rule, or the CEL expression that did not hold. Throws CEL_FAILED,
 * REGO_UNAVAILABLE and REGO_FAILED.
 */
export function explainConstraint(
  set: GatekeeperSet,
  { constraint: id, object, namespaceObject, data, allow }: ConstraintQuestion,
  now: Date,
): readonly ExplainedResult[] {
  const constraint = set.constraints.find((each) => each.id === id);
  if (constraint === undefined) return [];
  const { template, parameters } = constraint;
  const review = reviewOf(object, namespaceObject);
  if (template.validation === null) {
    const input = { review, parameters: parameters ?? {} };
    return explainRule(template.modules, { rule: set.ruleOf(template), input, data, allow }, now).results;
  }
  return template.validation
    .explain(review, parameters)
    .map(({ message, position, text, values }) => ({
      value: { msg: message },
      position,
      expressions: [
        {
          position,
          text: `!(${text})`,
          values: values.map(({ name, value }) => ({ name, value: shortened(JSON.stringify(value)) })),
        },
      ],
    }));
}

function shortened(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}...` : text;
}
