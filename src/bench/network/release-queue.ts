/** Something to be released at a time. */
interface Waiting<Item> {
  readonly at: number;
  readonly item: Item;
}

/**
 * Items in the order of their times: a binary heap, because packets of many links come in any order. What has the same
 * time keeps its order.
 */
export class ReleaseQueue<Item> {
  readonly #heap: (Waiting<Item> & { readonly order: number })[] = [];
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest time, ms; `undefined` where nothing waits. */
  get nextAt(): number | undefined {
    return this.#heap[0]?.at;
  }

  push(at: number, item: Item): void {
    this.#heap.push({ at, item, order: this.#order++ });
    this.#rise(this.#heap.length - 1);
  }

  /** Takes out the earliest. */
  shift(): Waiting<Item> | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first && last && first !== last) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(from: number): void {
    let index = from;
    for (;;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (left < this.#heap.length && this.#isBefore(left, least)) least = left;
      if (right < this.#heap.length && this.#isBefore(right, least)) least = right;
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [x, y] = [this.#heap[a]!, this.#heap[b]!];
    return x.at < y.at || (x.at === y.at && x.order < y.order);
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }
}
