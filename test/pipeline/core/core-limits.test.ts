import { describe, expect, it } from 'vitest';
import type { Ability, CoreHello } from '../../../cores/protocol/core-hello.js';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import { checkSize, longestMessage } from '../../../src/pipeline/core/core-limits.js';

const FORMAT: MediaFormat = {
  pixelFormat: 'rgb565',
  width: 160,
  height: 144,
  maxWidth: 160,
  maxHeight: 144,
  framesPerSecond: 60,
  aspectRatio: 4 / 3,
  sampleRate: 44_100,
  channels: 2,
};

function hello(...abilities: Ability[]): Pick<CoreHello, 'abilities'> {
  return { abilities: new Set(abilities) };
}

describe('the limits of a core', () => {
  it('leave room for padded rows, and for states where it has some', () => {
    const frame = longestMessage(hello(), FORMAT);
    expect(frame).toBeGreaterThan(2 * 160 * 144 * 2);
    expect(frame).toBeLessThan(2_000_000);
    expect(longestMessage(hello('states'), FORMAT)).toBeGreaterThan(frame);
  });

  it('hold for each picture, and not for a frame without one', () => {
    const frame = { step: 1, width: 161, height: 144, pitch: 322, pixels: Buffer.of(0), sound: Buffer.of() };
    expect(() => checkSize(frame, FORMAT)).toThrow('picture of 161×144 where 160×144 is the largest');
    expect(() => checkSize({ ...frame, width: 160 }, FORMAT)).not.toThrow();
    expect(() => checkSize({ ...frame, pixels: Buffer.of() }, FORMAT)).not.toThrow();
  });
});
