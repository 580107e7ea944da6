import type { Json } from '../model/json.ts';
import type { Bindings, FieldPath } from './field-path.ts';

/** A compiled CEL expression: checked, and safe to evaluate any number of times. */
export interface CelExpression {
  readonly text: string;
  /** Which fields of which variables decide its outcome: sorted, none covered by another. */
  readonly reads: readonly FieldPath[];
  /**
   * The result as JSON. Whole numbers of the bindings are CEL `int`. Throws CEL_FAILED, with the place in the expression,
   * for a runtime error (an absent key, types that do not fit), a result that JSON cannot hold, or too high a cost.
   */
  evaluate(bindings: Bindings): Json;
}
