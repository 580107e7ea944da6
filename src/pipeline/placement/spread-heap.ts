/** What lies in the heap: the lower its `next`, the sooner it comes out. It must not change while it lies there. */
interface Ranked {
  readonly next: number | undefined;
}

/** A binary heap of domains by the rank of the cluster that each would give next. */
export class SpreadHeap<Item extends Ranked> {
  readonly #items: Item[] = [];

  first(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    let at = this.#items.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#items[parent];
      if (above === undefined || rankOf(above) <= rankOf(item)) break;
      this.#items[at] = above;
      at = parent;
    }
    this.#items[at] = item;
  }

  pop(): Item | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) this.#sink(last);
    return first;
  }

  #sink(item: Item): void {
    let at = 0;
    for (;;) {
      const left = this.#items[2 * at + 1];
      const right = this.#items[2 * at + 2];
      const below = right !== undefined && rankOf(right) < rankOf(left) ? right : left;
      if (below === undefined || rankOf(item) <= rankOf(below)) break;
      this.#items[at] = below;
      at = 2 * at + (below === left ? 1 : 2);
    }
    this.#items[at] = item;
  }
}

function rankOf(item: Ranked | undefined): number {
  return item?.next ?? Infinity;
}
