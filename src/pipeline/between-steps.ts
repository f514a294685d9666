import { CoreFailure } from './core/core-failure.js';

/** What is to be asked of a core, which listens between two steps only; in the order in which it was asked. */
export class BetweenSteps {
  readonly #waiting: { readonly run: () => Promise<void>; readonly abandon: () => void }[] = [];
  #closed = false;

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Has something done at the next moment between two steps; rejects with a `CoreFailure` where none comes any more. */
  ask<Result>(action: () => Promise<Result>): Promise<Result> {
    if (this.#closed) return Promise.reject(CoreFailure.closed());
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        run: () => action().then(resolve, reject),
        abandon: () => reject(CoreFailure.closed()),
      });
    });
  }

  /** Has something done in its turn among what is asked; where it fails, so does `run`. */
  enqueue(action: () => Promise<void>): void {
    if (!this.#closed) this.#waiting.push({ run: action, abandon: () => {} });
  }

  /** Does what is waiting; to be called between two steps. */
  async run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) await next.run();
  }

  close(): void {
    this.#closed = true;
    for (const { abandon } of this.#waiting.splice(0)) abandon();
  }
}
