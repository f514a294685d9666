import * as v from 'valibot';

const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** How samples are spread, in their unit; numbers are `null` where there was none. */
export const spread = v.object({
  samples: count,
  p50: v.nullable(number),
  p95: v.nullable(number),
  p99: v.nullable(number),
  max: v.nullable(number),
});
export type Spread = v.InferOutput<typeof spread>;

/** An hour of frames at 250 a second; what comes after that counts for the greatest only. */
const MOST_SAMPLES = 900_000;

/** Collects samples without end. */
export class Samples {
  #samples = new Float64Array(256);
  #count = 0;
  #max = Number.NEGATIVE_INFINITY;

  add(sample: number): void {
    this.#max = Math.max(this.#max, sample);
    if (this.#count >= MOST_SAMPLES) return;
    if (this.#count === this.#samples.length) {
      const larger = new Float64Array(2 * this.#count);
      larger.set(this.#samples);
      this.#samples = larger;
    }
    this.#samples[this.#count++] = sample;
  }

  spread(): Spread {
    const sorted = this.#samples.slice(0, this.#count).sort();
    const at = (share: number) => rounded(sorted[Math.ceil(share * sorted.length) - 1]);
    return {
      samples: this.#count,
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      max: this.#count === 0 ? null : rounded(this.#max),
    };
  }
}

/** To microseconds, where samples are milliseconds. */
export function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1000) / 1000;
}
