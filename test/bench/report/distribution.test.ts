import { describe, expect, test } from 'vitest';
import { distributionOf, MOST_SAMPLES, medianOf, quantile } from '../../../src/bench/report/distribution.js';

describe('a distribution', () => {
  test('has quantiles by nearest rank, each one of the samples', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(distributionOf(hundred)).toMatchObject({
      count: 100,
      min: 1,
      mean: 50.5,
      p50: 50,
      p95: 95,
      p99: 99,
      max: 100,
    });
  });

  test('of few samples has the greatest as its 99th percentile', () => {
    expect(distributionOf([3, 1, 2])).toEqual({
      count: 3,
      min: 1,
      mean: 2,
      p50: 2,
      p95: 3,
      p99: 3,
      max: 3,
      samples: [3, 1, 2],
    });
    expect(distributionOf([7])).toMatchObject({ min: 7, p50: 7, max: 7 });
  });

  test.each([20, 40, 60, 100, 200, 1000])('does not skip a rank by rounding, with %d samples', (count) => {
    const sorted = Array.from({ length: count }, (_, index) => index + 1);
    expect(quantile(sorted, 0.95)).toBe((count * 95) / 100);
  });

  test('does not change the samples it is given', () => {
    const samples = [3, 1, 2];
    distributionOf(samples);
    expect(samples).toEqual([3, 1, 2]);
  });

  test('of no samples is none', () => {
    expect(distributionOf([])).toBeUndefined();
  });

  test('refuses what is no number', () => {
    expect(() => distributionOf([1, Number.NaN])).toThrow(RangeError);
    expect(() => distributionOf([1, Number.POSITIVE_INFINITY])).toThrow(RangeError);
  });

  test('counts all samples, and writes down an even choice in their order', () => {
    const samples = Array.from({ length: MOST_SAMPLES * 3 }, (_, index) => index);
    const { count, max, samples: kept } = distributionOf(samples)!;
    expect(count).toBe(3 * MOST_SAMPLES);
    expect(max).toBe(3 * MOST_SAMPLES - 1);
    expect(kept).toEqual(Array.from({ length: MOST_SAMPLES }, (_, index) => index * 3));
  });

  test('is written to a thousandth', () => {
    expect(distributionOf([1.23456])).toMatchObject({ p50: 1.235, samples: [1.235] });
  });
});

describe('the median', () => {
  test('of an even number of values is the mean of the middle two', () => {
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
    expect(medianOf([9, 1, 5])).toBe(5);
  });
});
