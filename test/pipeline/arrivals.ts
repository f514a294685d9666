/** What a callback was given, in order, and a way to wait for it. */
export class Arrivals<Item> {
  readonly all: Item[] = [];
  #waiting: (() => void)[] = [];

  /** Notes an arrival; bound, so that it can be the callback. */
  readonly add = (item: Item): void => {
    this.all.push(item);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  };

  /** Resolves once so many are there, with all of them. */
  async reach(count: number): Promise<readonly Item[]> {
    while (this.all.length < count) await this.#next();
    return this.all;
  }

  /** Resolves with the first one, from the given index on, that is what is looked for. */
  async find(wanted: (item: Item) => boolean, from = 0): Promise<Item> {
    for (let index = from; ; index++) {
      await this.reach(index + 1);
      if (wanted(this.all[index]!)) return this.all[index]!;
    }
  }

  #next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
