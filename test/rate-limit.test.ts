import { describe, expect, test } from 'vitest';
import { RateLimit } from '../src/rate-limit.js';

describe('a rate limit', () => {
  test('allows its burst, then as many as time brings', () => {
    let now = 0;
    const limit = new RateLimit(2, 0.5, () => now);
    expect([limit.take(), limit.take(), limit.take()]).toEqual([true, true, false]);
    now = 1999;
    expect(limit.take()).toBe(false);
    now = 2000;
    expect([limit.take(), limit.take()]).toEqual([true, false]);
  });

  test('never saves up more than its burst', () => {
    let now = 0;
    const limit = new RateLimit(2, 10, () => now);
    now = 1_000_000;
    expect([limit.take(), limit.take(), limit.take()]).toEqual([true, true, false]);
  });
});
