import { PATIENCE } from '../patience.js';

/** The real ones, where a test has others. */
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;

/** What comes in over time, in order, for tests that wait until some of it has come. */
export class Inbox<Item> {
  readonly items: Item[] = [];
  readonly #listeners = new Set<() => void>();

  push(item: Item): void {
    this.items.push(item);
    for (const listener of [...this.#listeners]) listener();
  }

  /** The first item that fits, from position `start` on; waits where none has come yet. */
  find<Found extends Item>(
    fits: ((item: Item) => item is Found) | ((item: Item) => boolean),
    start = 0,
  ): Promise<Found> {
    let position = start;
    return this.until((items) => {
      while (position < items.length) {
        const item = items[position++]!;
        if (fits(item)) return item as Found;
      }
      return undefined;
    });
  }

  /** The first so many items from position `start` on, as soon as they have come. */
  take(count: number, start = 0): Promise<Item[]> {
    return this.until((items) =>
      items.length >= start + count ? items.slice(start, start + count) : undefined,
    );
  }

  /** Waits until something other than `undefined` can be made of the items. */
  until<Result>(read: (items: readonly Item[]) => Result | undefined): Promise<Result> {
    const sofar = read(this.items);
    if (sofar !== undefined) return Promise.resolve(sofar);
    const asked = new Error('asked here');
    return new Promise((resolve, reject) => {
      const timer = startTimer(() => {
        this.#listeners.delete(listener);
        const last = JSON.stringify(this.items.slice(-8)).slice(0, 2000);
        reject(
          new Error(`What was waited for did not come; of ${this.items.length} the last are ${last}.`, {
            cause: asked,
          }),
        );
      }, PATIENCE.timeout);
      const listener = () => {
        const result = read(this.items);
        if (result === undefined) return;
        stopTimer(timer);
        this.#listeners.delete(listener);
        resolve(result);
      };
      this.#listeners.add(listener);
    });
  }
}
