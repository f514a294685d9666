import { describe, expect, it } from 'vitest';
import { Fade } from '../../../src/pipeline/sound/fade.js';

const RATE = 48_000;
const FADE_SAMPLES = 240;

/** The largest difference between neighbours of a channel. */
function largestStep(samples: readonly number[], channels: number): number {
  let largest = 0;
  for (let index = channels; index < samples.length; index++) {
    largest = Math.max(largest, Math.abs(samples[index]! - samples[index - channels]!));
  }
  return largest;
}

describe('sound that falls silent', () => {
  it('passes as it is', () => {
    const samples = Int16Array.from([1, 2, 3, 4]);
    expect(new Fade(2, RATE).pass(samples)).toBe(samples);
  });

  it.each([1, 2])('fades out and in without a click, with %i channels', (channels) => {
    const fade = new Fade(channels, RATE);
    const loud = new Int16Array(800 * channels).fill(20_000);
    const heard = [fade.pass(loud), fade.silence(800), fade.silence(800), fade.pass(loud)].flatMap((part) => [
      ...part,
    ]);
    expect(heard).toHaveLength(3200 * channels);
    expect(largestStep(heard, channels)).toBeLessThanOrEqual(Math.ceil(20_000 / FADE_SAMPLES));
    const silent = heard.slice((800 + FADE_SAMPLES) * channels, 2400 * channels);
    expect(new Set(silent)).toEqual(new Set([0]));
    expect(heard.at(-1)).toBe(20_000);
  });
});
