/**
 * What one evaluation may cost at most. A unit is a few microseconds at most. The limits are fixed numbers, so that
 * an expression either fits on every machine or on none.
 */
export const limits = {
  /** UTF-16 units of an expression's text. */
  expressionLength: 4096,
  /** Brackets within brackets. */
  bracketDepth: 64,
  /** Levels of the syntax tree. */
  treeDepth: 250,
  /** Elements of a list or map that an expression makes or walks over. */
  listSize: 10_000,
  /** UTF-16 units of a text that an expression makes. */
  textLength: 1 << 20,
  units: 100_000,
} as const;

/** An evaluation went over its limits. */
export class BudgetError extends Error {}

/** Counts the cost of one evaluation; throws BudgetError when it is spent. */
export class Budget {
  #left: number = limits.units;

  get left(): number {
    return this.#left;
  }

  charge(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new BudgetError(`the expression costs more than ${limits.units} units`);
  }

  reset(): void {
    this.#left = limits.units;
  }
}
