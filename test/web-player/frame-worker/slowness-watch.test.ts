import { describe, expect, it } from 'vitest';
import { SlownessWatch } from '../../../web-player/src/frame-worker/slowness-watch.js';

/** Sixty frames a second for some seconds, each of which took this long to decode. */
function decode(watch: SlownessWatch, from: number, seconds: number, decodeMs: number): boolean {
  const verdicts = Array.from({ length: seconds * 60 }, (_, frame) =>
    watch.decoded(from + (frame * 1000) / 60, decodeMs),
  );
  return verdicts.includes(true);
}

describe('the watch for slow decoders', () => {
  it('has nothing against a slow beginning or a slow moment', () => {
    const watch = new SlownessWatch();
    expect(decode(watch, 10_000, 1, 200)).toBe(false);
    expect(decode(watch, 11_000, 10, 2)).toBe(false);
    expect(decode(watch, 21_000, 2, 200)).toBe(false);
    expect(decode(watch, 23_000, 10, 2)).toBe(false);
  });

  it('finds a decoder that keeps pictures back all the time', () => {
    expect(decode(new SlownessWatch(), 10_000, 6, 80)).toBe(true);
  });

  it('finds one that falls behind again and again, but not now and then', () => {
    const watch = new SlownessWatch();
    expect([0, 20_000, 40_000, 41_000].map((time) => watch.fellBehind(time))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(watch.fellBehind(42_000)).toBe(true);
  });
});
