import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HangWatch } from '../../../web-player/src/receiver/hang-watch.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function make(answer: boolean) {
  const onHang = vi.fn();
  const watch: HangWatch = new HangWatch(() => {
    if (answer) watch.answered();
  }, onHang);
  return { watch, onHang };
}

describe('the watch for a worker caught in a frame', () => {
  it('leaves one alone that answers', () => {
    const { watch, onHang } = make(true);
    watch.watching = true;
    vi.advanceTimersByTime(60_000);
    expect(onHang).not.toHaveBeenCalled();
    watch.watching = false;
  });

  it('finds one that answers nothing for some seconds, once', () => {
    const { watch, onHang } = make(false);
    watch.watching = true;
    vi.advanceTimersByTime(1_900);
    expect(onHang).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(onHang).toHaveBeenCalledOnce();
  });

  it('forgives one that was held up, and asks nothing while there is nothing to do', () => {
    const { watch, onHang } = make(false);
    watch.watching = true;
    vi.advanceTimersByTime(1_900);
    watch.answered();
    vi.advanceTimersByTime(1_900);
    watch.watching = false;
    vi.advanceTimersByTime(60_000);
    expect(onHang).not.toHaveBeenCalled();
  });
});
