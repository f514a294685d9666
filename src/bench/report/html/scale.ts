/** An axis from 0 to `max`, with a tick at each of `ticks`. */
export interface Scale {
  readonly max: number;
  readonly ticks: readonly number[];
  /** Where a value is on the axis, percent of its length, cut to it. */
  readonly at: (value: number) => number;
}

/** An axis that holds values up to this, with steps of 1, 2, 2.5 or 5 times a power of ten. */
export function scaleTo(greatest: number, steps = 5): Scale {
  const goal = greatest > 0 ? greatest / steps : 0.2;
  const power = 10 ** Math.floor(Math.log10(goal));
  const step = ([1, 2, 2.5, 5].find((factor) => factor * power >= goal * 0.999) ?? 10) * power;
  const count = Math.max(1, Math.ceil(greatest / step - 1e-6));
  return scaleUpTo(
    step * count,
    Array.from({ length: count + 1 }, (_, index) => trimmed(step * index)),
  );
}

/**
 * An axis that ends exactly there, such as one of time.
 *
 * @param step that ticks are round multiples of: 60 for whole minutes on an axis of seconds.
 */
export function scaleOf(end: number, step = 1): Scale {
  const ticks = scaleTo(end / step, 6).ticks.map((tick) => tick * step);
  return scaleUpTo(
    end,
    ticks.filter((tick) => tick <= end),
  );
}

function scaleUpTo(max: number, ticks: readonly number[]): Scale {
  const at = (value: number) => trimmed(max > 0 ? Math.min(100, Math.max(0, (value / max) * 100)) : 0);
  return { max: trimmed(max), ticks, at };
}

/** Without the digits that floating point adds, so that the file stays small. */
export function trimmed(value: number): number {
  return Number(value.toPrecision(5));
}
