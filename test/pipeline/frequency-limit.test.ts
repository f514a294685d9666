import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FrequencyLimit } from '../../src/pipeline/frequency-limit.js';

describe('a frequency limit', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is reached by the last of so many occurrences within its window', () => {
    const limit = new FrequencyLimit(3, 10_000);
    expect(limit.count()).toBe(true);
    vi.advanceTimersByTime(4000);
    expect(limit.count()).toBe(true);
    vi.advanceTimersByTime(5999);
    expect(limit.count()).toBe(false);
  });

  it('forgets what lies behind its window', () => {
    const limit = new FrequencyLimit(3, 10_000);
    for (let index = 0; index < 20; index++) {
      expect(limit.count()).toBe(true);
      vi.advanceTimersByTime(5000);
    }
  });

  it('stays reached while it goes on', () => {
    const limit = new FrequencyLimit(2, 1000);
    limit.count();
    for (let index = 0; index < 5; index++) {
      vi.advanceTimersByTime(900);
      expect(limit.count()).toBe(false);
    }
    vi.advanceTimersByTime(1000);
    expect(limit.count()).toBe(true);
  });
});
