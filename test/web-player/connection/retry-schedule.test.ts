import { describe, expect, it } from 'vitest';
import { retryDelay } from '../../../web-player/src/connection/retry-schedule.js';

const delays = (hostAbsent: boolean) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((failures) => retryDelay(failures, hostAbsent, 1));

describe('the schedule of retries', () => {
  it('begins at once and slows down to once in eight seconds', () => {
    expect(delays(false)).toEqual([0, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('asks for an absent host every few seconds, and in the end more seldom', () => {
    expect(delays(true)).toEqual([0, 2000, 4000, 8000, 15_000, 15_000, 15_000, 15_000]);
  });

  it('spreads viewers who lost the same host', () => {
    expect(retryDelay(1, false, 0)).toBe(375);
    expect(retryDelay(1, false, 0.5)).toBe(438);
  });
});
