import { quantile } from './report/distribution.js';

/** Percentiles of a set of samples, in the samples' unit. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** How many samples there were. */
  readonly samples: number;
}

/** By nearest rank, to a hundredth; zeros where there are no samples. */
export function percentilesOf(samples: readonly number[]): Percentiles {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => (sorted.length === 0 ? 0 : Number(quantile(sorted, share).toFixed(2)));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1), samples: sorted.length };
}
