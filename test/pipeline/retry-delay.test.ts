import { describe, expect, it } from 'vitest';
import { RetryDelay } from '../../src/pipeline/retry-delay.js';

describe('the delay of another try', () => {
  it('is none at first, and twice as long after each failure, up to two minutes', () => {
    const retry = new RetryDelay();
    expect(retry.isDue(0)).toBe(true);
    let now = 0;
    const waits = Array.from({ length: 9 }, () => {
      const wait = retry.fail(now);
      expect(retry.isDue(now + wait - 1)).toBe(false);
      now += wait;
      expect(retry.isDue(now)).toBe(true);
      return wait / 1000;
    });
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 120, 120, 120]);
  });

  it('begins anew where it worked for a minute, and not for less', () => {
    const retry = new RetryDelay();
    retry.fail(0);
    retry.succeed(2_000);
    retry.succeed(50_000);
    expect(retry.fail(61_999)).toBe(4_000);
    retry.succeed(66_000);
    expect(retry.fail(126_000)).toBe(2_000);
  });

  it('is news to have ended only after a failure, and once', () => {
    const retry = new RetryDelay();
    expect([retry.succeed(0), retry.succeed(1)]).toEqual([false, false]);
    retry.fail(2);
    expect([retry.succeed(3_000), retry.succeed(3_001)]).toEqual([true, false]);
  });
});
