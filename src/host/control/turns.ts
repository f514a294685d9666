/** What has to be done one after the other, in the order in which it was asked. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does something once everything that was asked before is done or has failed. */
  take<Result>(perform: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(perform);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
