import * as v from 'valibot';
import { count, difference } from './fields.js';

/** Samples that are written down at most. */
export const MOST_SAMPLES = 1000;

/** Values, and what of them is of interest, all in the unit that the field's name ends with. */
export const distribution = v.object({
  count: count('How many samples there were.'),
  min: difference('The least.'),
  mean: difference('The arithmetic mean.'),
  p50: difference('Half of the samples are at most this.'),
  p95: difference('95 of 100 samples are at most this.'),
  p99: difference('99 of 100 samples are at most this.'),
  max: difference('The greatest.'),
  samples: v.optional(
    v.pipe(
      v.array(v.pipe(v.number(), v.finite())),
      v.maxLength(MOST_SAMPLES),
      v.description(
        `The samples in the order in which they came, evenly thinned to ${MOST_SAMPLES} where there were more; those at the same place in the whole and in its pieces belong together.`,
      ),
    ),
  ),
});
export type Distribution = v.InferOutput<typeof distribution>;

/**
 * The distribution of samples, to a thousandth of their unit; `undefined` where there are none.
 *
 * @param samples in the order in which they came; those that are not finite are a fault (`RangeError`).
 */
export function distributionOf(samples: readonly number[]): Distribution | undefined {
  if (samples.length === 0) return undefined;
  if (!samples.every(Number.isFinite)) throw new RangeError('A sample is not a finite number.');
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    count: samples.length,
    min: rounded(sorted[0]!),
    mean: rounded(samples.reduce((sum, sample) => sum + sample, 0) / samples.length),
    p50: rounded(quantile(sorted, 0.5)),
    p95: rounded(quantile(sorted, 0.95)),
    p99: rounded(quantile(sorted, 0.99)),
    max: rounded(sorted.at(-1)!),
    samples: thinned(samples).map(rounded),
  };
}

/**
 * The nearest-rank quantile: the least sample that is at least as great as this share of all of them. It is always one
 * of the samples, so that a p99 of fewer than 100 samples is their maximum.
 *
 * @param sorted ascending, not empty.
 * @param share greater than 0, at most 1.
 */
export function quantile(sorted: readonly number[], share: number): number {
  // 0.95 × 20 is a little more than 19 in floating point, which is rank 20 without the subtraction.
  const rank = Math.ceil(sorted.length * share - 1e-9);
  return sorted[Math.max(1, rank) - 1]!;
}

/** The middle value, or the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function thinned(samples: readonly number[]): readonly number[] {
  if (samples.length <= MOST_SAMPLES) return samples;
  return Array.from(
    { length: MOST_SAMPLES },
    (_, index) => samples[Math.floor((index * samples.length) / MOST_SAMPLES)]!,
  );
}

/** To a thousandth of the unit. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
