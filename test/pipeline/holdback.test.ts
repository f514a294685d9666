import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Holdback } from '../../src/pipeline/holdback.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A hold-back, and when what it was given was passed on, ms from now. */
function observed(): {
  holdback: Holdback;
  passed: Record<string, number>;
  add: (name: string, earlyMs: number) => void;
} {
  const holdback = new Holdback();
  const passed: Record<string, number> = {};
  const start = performance.now();
  const add = (name: string, earlyMs: number) =>
    holdback.add(earlyMs, () => {
      passed[name] = performance.now() - start;
    });
  return { holdback, passed, add };
}

describe('a hold-back', () => {
  it('passes on at once, and without a timer, what is in time, late, or early by no more than timers err', () => {
    const { passed, add } = observed();
    add('in time', 0);
    add('late', -20);
    add('early by little', 0.6);
    expect(passed).toEqual({ 'in time': 0, late: 0, 'early by little': 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('holds what is early until its time', () => {
    const { passed, add } = observed();
    add('early', 8);
    vi.advanceTimersByTime(6);
    expect(passed).toEqual({});
    vi.advanceTimersByTime(4);
    expect(passed.early).toBeGreaterThanOrEqual(7);
    expect(passed.early).toBeLessThanOrEqual(9);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps the order: what comes after waits as well', () => {
    const { passed, add } = observed();
    add('first', 8);
    add('second', 0);
    add('third', 12);
    vi.advanceTimersByTime(9);
    expect(Object.keys(passed)).toEqual(['first', 'second']);
    vi.advanceTimersByTime(4);
    expect(Object.keys(passed)).toEqual(['first', 'second', 'third']);
  });

  it('passes all on at once, in order, where that is asked for', () => {
    const { holdback, passed, add } = observed();
    add('first', 8);
    add('second', 12);
    holdback.flush();
    expect(passed).toEqual({ first: 0, second: 0 });
    expect(vi.getTimerCount()).toBe(0);
    add('third', 0);
    expect(passed.third).toBe(0);
  });

  it('forgets what it holds when it is closed', () => {
    const { holdback, passed, add } = observed();
    add('early', 8);
    holdback.close();
    vi.advanceTimersByTime(100);
    expect(passed).toEqual({});
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes what is added while it passes something on', () => {
    const { holdback, passed, add } = observed();
    holdback.add(5, () => add('from within', 6));
    vi.advanceTimersByTime(20);
    expect(passed['from within']).toBeGreaterThanOrEqual(9);
    expect(vi.getTimerCount()).toBe(0);
  });
});
