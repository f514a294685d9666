import { expect, test } from 'vitest';
import { percentilesOf } from '../../src/bench/percentiles.js';
import { distributionOf } from '../../src/bench/report/distribution.js';

test('percentiles are those of the benchmark’s result', () => {
  const samples = Array.from({ length: 37 }, (_, index) => (index * 17) % 37);
  const { p50, p95, p99, max } = distributionOf(samples)!;
  expect(percentilesOf(samples)).toEqual({ p50, p95, p99, max, samples: 37 });
});

test('percentiles of nothing are zeros', () => {
  expect(percentilesOf([])).toEqual({ p50: 0, p95: 0, p99: 0, max: 0, samples: 0 });
});
