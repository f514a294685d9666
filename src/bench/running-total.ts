/** A count that only grows, as it was read now and then; in between it is taken to grow evenly. */
export class RunningTotal {
  readonly #times: readonly number[];
  readonly #totals: readonly number[];

  /** @param readings in the order of their times; what is less than the reading before counts from zero again. */
  constructor(readings: readonly { readonly time: number; readonly value: number }[]) {
    let base = 0;
    this.#times = readings.map(({ time }) => time);
    this.#totals = readings.map(({ value }, index) => {
      const before = readings[index - 1]?.value ?? value;
      if (value < before) base += before;
      return base + value;
    });
  }

  /** By how much it grew from one time to another; `undefined` where it wasn't read around both. */
  growth(from: number, to: number): number | undefined {
    const [before, after] = [this.#at(from), this.#at(to)];
    return before === undefined || after === undefined ? undefined : after - before;
  }

  #at(time: number): number | undefined {
    const next = firstFrom(this.#times, time);
    const upper = this.#times[next];
    if (upper === undefined) return undefined;
    if (upper === time) return this.#totals[next];
    const lower = this.#times[next - 1];
    if (lower === undefined) return undefined;
    const [below, above] = [this.#totals[next - 1]!, this.#totals[next]!];
    return below + ((above - below) * (time - lower)) / (upper - lower);
  }
}

/** The index of the first of ascending numbers that is at least so much; their count where none is. */
export function firstFrom(sorted: readonly number[], least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
