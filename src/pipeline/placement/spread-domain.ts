import type { SpreadConstraint } from '../../model/placement.ts';
import { SpreadHeap } from './spread-heap.ts';

/** Clusters with the same values of the topology keys so far, such as those of `region=eu`. */
export interface Domain {
  /** The rank of the cluster that it would give next; undefined: it has none to give, and never will again. */
  readonly next: number | undefined;
  /** How many of its clusters are taken. */
  readonly taken: number;
  /** Takes the cluster `next`. */
  take(): void;
}

/** A domain that no constraint divides any further: gives its clusters by rank. */
export class WholeDomain implements Domain {
  readonly #ranks: readonly number[];
  taken = 0;

  /** Ranks come in ascending order. */
  constructor(ranks: readonly number[]) {
    this.#ranks = ranks;
  }

  get next(): number | undefined {
    return this.#ranks[this.taken];
  }

  take(): void {
    this.taken += 1;
  }
}

/**
 * A domain that a constraint divides. A part may give a cluster as long as it then has at most `maxSkew` more than the
 * part with the fewest, whether or not that one has more to give; among those that may, the best cluster goes first.
 * When none may, DoNotSchedule ends the domain, and ScheduleAnyway lets every part have one more than before.
 * Clusters without the key are in no part: they come when no part has any to give.
 */
export class DividedDomain implements Domain {
  readonly constraint: SpreadConstraint;
  readonly parts: ReadonlyMap<string, Domain>;
  readonly keyless: Domain | null;
  readonly #open = new SpreadHeap<Domain>();
  /** Parts that have clusters, but as many taken as `#ceiling` allows. */
  #waiting: Domain[] = [];
  #ceiling: number;
  /** How many parts have this many clusters taken. */
  readonly #partsWith: number[];
  #fewest = 0;
  taken = 0;

  constructor(constraint: SpreadConstraint, parts: ReadonlyMap<string, Domain>, keyless: Domain | null) {
    this.constraint = constraint;
    this.parts = parts;
    this.keyless = keyless;
    this.#ceiling = constraint.maxSkew;
    this.#partsWith = [parts.size];
    for (const part of parts.values()) this.#open.push(part);
  }

  get next(): number | undefined {
    return this.#open.first()?.next ?? this.keyless?.next;
  }

  take(): void {
    const part = this.#open.pop();
    this.taken += 1;
    if (part === undefined) {
      this.keyless?.take();
      return;
    }
    part.take();
    this.#count(part.taken);
    if (part.next !== undefined) {
      if (part.taken < this.#ceiling) this.#open.push(part);
      else this.#waiting.push(part);
    }
    const stuck = this.#open.first() === undefined && this.#waiting.length > 0;
    if (stuck && this.constraint.whenUnsatisfiable === 'ScheduleAnyway') this.#raise(this.#ceiling + 1);
  }

  #count(taken: number): void {
    this.#partsWith[taken] = (this.#partsWith[taken] ?? 0) + 1;
    const left = (this.#partsWith[taken - 1] ?? 0) - 1;
    this.#partsWith[taken - 1] = left;
    if (left > 0 || this.#fewest < taken - 1) return;
    this.#fewest = taken;
    this.#raise(Math.max(this.#ceiling, taken + this.constraint.maxSkew));
  }

  #raise(ceiling: number): void {
    if (ceiling === this.#ceiling) return;
    this.#ceiling = ceiling;
    for (const part of this.#waiting) this.#open.push(part);
    this.#waiting = [];
  }
}
