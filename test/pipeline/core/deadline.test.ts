import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadline } from '../../../src/pipeline/core/deadline.js';

describe('Deadline', () => {
  const onMissed = vi.fn();
  let deadline: Deadline;

  beforeEach(() => {
    vi.useFakeTimers();
    onMissed.mockReset();
    deadline = new Deadline(onMissed);
  });

  afterEach(() => {
    deadline.close();
    vi.useRealTimers();
  });

  it('is missed once its time is over', () => {
    deadline.set(2000);
    vi.advanceTimersByTime(1999);
    expect(onMissed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onMissed).toHaveBeenCalledOnce();
  });

  it('is not missed where it is lifted', () => {
    deadline.set(2000);
    vi.advanceTimersByTime(1000);
    deadline.lift();
    vi.advanceTimersByTime(10_000);
    expect(onMissed).not.toHaveBeenCalled();
    expect(vi.getTimerCount(), 'nothing is left to wait for').toBe(0);
  });

  it('counts from when it was set last', () => {
    for (let step = 0; step < 500; step++) {
      deadline.set(2000);
      vi.advanceTimersByTime(10);
      deadline.lift();
      vi.advanceTimersByTime(7);
    }
    expect(onMissed).not.toHaveBeenCalled();
    deadline.set(2000);
    vi.advanceTimersByTime(1999);
    expect(onMissed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onMissed).toHaveBeenCalledOnce();
  });

  it('has one timer, however often it is set', () => {
    for (let step = 0; step < 100; step++) {
      deadline.set(2000);
      deadline.lift();
    }
    expect(vi.getTimerCount()).toBe(1);
  });

  it('may come sooner than the one before', () => {
    deadline.set(10_000);
    deadline.lift();
    deadline.set(2000);
    vi.advanceTimersByTime(2000);
    expect(onMissed).toHaveBeenCalledOnce();
  });

  it('is forgotten when it is closed', () => {
    deadline.set(2000);
    deadline.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10_000);
    expect(onMissed).not.toHaveBeenCalled();
  });
});
