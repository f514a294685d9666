import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DecoderTrouble } from '../../../web-player/src/receiver/decoder-trouble.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('trouble with the decoder', () => {
  it('is over after pauses that grow up to five minutes', () => {
    let over = 0;
    const trouble = new DecoderTrouble(() => over++);
    for (const [tries, pause] of [3_000, 15_000, 60_000, 300_000, 300_000, 300_000].entries()) {
      trouble.failed('Decoding error.', performance.now());
      vi.advanceTimersByTime(pause - 1);
      expect([trouble.reason, over]).toEqual(['Decoding error.', tries]);
      vi.advanceTimersByTime(1);
      expect([trouble.reason, over]).toEqual([undefined, tries + 1]);
    }
  });

  it('begins with the shortest pause again after a long good time', () => {
    const trouble = new DecoderTrouble(() => undefined);
    for (let hour = 0; hour < 10; hour++) {
      trouble.failed('Decoding error.', performance.now());
      vi.advanceTimersByTime(3_000);
      expect(trouble.reason).toBeUndefined();
      vi.advanceTimersByTime(3_600_000);
    }
  });
});
