import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../cores/protocol/bytes.js';
import type { StepResult } from '../../../cores/protocol/core.js';
import { seal } from '../../../cores/saved-state/seal.js';
import {
  BEEP_HZ,
  isPatchLit,
  PATCHES,
  PLAYERS,
  readFrameNumber,
  TONE_HZ,
} from '../../../cores/test-pattern/layout.js';
import { TestPattern } from '../../../cores/test-pattern/test-pattern.js';
import { holding } from '../../core-process.js';
import { greyOf } from './grey.js';
import { type Picture, resized, torn, withNoise } from './picture.js';

const A = 1 << 8;
const SIZES = ['256x240', '320x200', '640x480'];

describe('the frame number', () => {
  it('counts the steps, from 1', () => {
    const pattern = new TestPattern();
    expect([1, 2, 3].map(() => numberOf(step(pattern)))).toEqual([1, 2, 3]);
  });

  it.each(SIZES)('is read back at %s', (size) => {
    const pattern = new TestPattern();
    pattern.setOption('size', size);
    const picture = step(pattern);
    expect(`${picture.width}x${picture.height}`).toBe(size);
    for (let frame = 2; frame < 50; frame++) expect(numberOf(step(pattern))).toBe(frame);
  });

  it.each([
    [128, 120],
    [192, 180],
    [256, 240],
    [341, 320],
    [512, 480],
    [1280, 720],
    [300, 701],
  ])('is read back from pixels scaled to %i × %i', (width, height) => {
    for (const size of SIZES) {
      const pattern = patternAt(0x89abcd00, size);
      expect(numberOf(resized(step(pattern), width, height))).toBe(0x89abcd01);
    }
  });

  it('is read back through noise and loss of contrast', () => {
    const pattern = patternAt(123_456);
    for (let frame = 0; frame < 50; frame++) {
      expect(numberOf(withNoise(step(pattern), 60, frame))).toBe(123_457 + frame);
    }
  });

  it('is not read from a picture that is torn between two frames', () => {
    let seen = 0;
    for (const number of [7, 255, 65_535, 0x00ffffff, 0x7fffffff]) {
      const pattern = patternAt(number - 1);
      const above = step(pattern);
      const below = step(pattern);
      for (let row = 20; row < 64; row += 4) {
        const read = numberOf(torn(above, below, row));
        // A tear above or below all bits that differ leaves a whole number.
        if (read === undefined) seen++;
        else expect([number, number + 1]).toContain(read);
      }
    }
    expect(seen).toBeGreaterThan(0);
  });

  it('is not read from black, white, grey or noise', () => {
    for (const shade of [0, 128, 255]) {
      const plain = { width: 256, height: 240, pixels: new Uint8Array(256 * 240 * 4).fill(shade) };
      expect(numberOf(plain)).toBeUndefined();
      for (let seed = 0; seed < 20; seed++) expect(numberOf(withNoise(plain, 255, seed))).toBeUndefined();
    }
  });

  it('goes past 2^31 and starts again after 2^32', () => {
    expect(numberOf(step(patternAt(0x7fffffff)))).toBe(0x80000000);
    expect(numberOf(step(patternAt(0xffffffff)))).toBe(0);
  });
});

describe('the patches', () => {
  it.each(Array.from({ length: PLAYERS }, (_, player) => player))(
    'of player %i alone is lit in the very step in which a button is held, and dark in the next',
    (player) => {
      for (const size of SIZES) {
        const pattern = new TestPattern();
        pattern.setOption('size', size);
        step(pattern);
        const only = Array.from({ length: PLAYERS }, (_, index) => index === player);
        expect(patchesOf(step(pattern, player))).toEqual(only);
        expect(patchesOf(step(pattern))).toEqual(only.map(() => false));
      }
    },
  );

  it('light at any button, and at another size of the picture', () => {
    for (let button = 0; button < 16; button++) {
      const pattern = new TestPattern();
      const picture = pictureOf(run(pattern, [1 << button]));
      expect(isPatchLit(picture.pixels, picture.width, picture.height, 0)).toBe(true);
    }
    expect(patchesOf(resized(step(new TestPattern(), 5), 150, 130))[5]).toBe(true);
  });

  it('do not overlap', () => {
    for (const [index, one] of PATCHES.entries()) {
      for (const other of PATCHES.slice(index + 1)) {
        const apart =
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        expect(apart).toBe(true);
      }
    }
  });

  it('exist for eight players only', () => {
    expect(() => isPatchLit(new Uint8Array(4), 1, 1, 8)).toThrow(RangeError);
  });
});

describe('the sound', () => {
  it('is a quiet tone at −30 dB while nothing is pressed', () => {
    const sound = listen(new TestPattern(), 6);
    expect(levelDb(sound, TONE_HZ)).toBeCloseTo(-30, 0);
    expect(levelDb(sound, BEEP_HZ)).toBeLessThan(-60);
  });

  it('holds the beep in the very step of a press, within 3 ms of its beginning', () => {
    const pattern = new TestPattern();
    listen(pattern, 10);
    const sound = listen(pattern, 1, A);
    expect(levelDb(sound, BEEP_HZ)).toBeGreaterThan(-15);
    expect(Math.max(...sound.slice(0, 144).map(Math.abs))).toBeGreaterThan(6000);
  });

  it('beeps as long as a button is held, at least 50 ms, and not a step longer', () => {
    const pattern = new TestPattern();
    const steps = [A, 0, 0, 0, 0, A, A, A, A, A, 0, 0];
    const beeping = steps.map((buttons) => levelDb(listen(pattern, 1, buttons), BEEP_HZ) > -15);
    const expected = [1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0].map(Boolean);
    expect(beeping).toEqual(expected);
  });

  it('never clicks: no jump from one sample to the next, also between steps', () => {
    const pattern = new TestPattern();
    const sound = [0, A, 0, A, A, A, A, 0, 0, 0].flatMap((buttons) => listen(pattern, 1, buttons));
    let largest = 0;
    for (let index = 1; index < sound.length; index++) {
      largest = Math.max(largest, Math.abs(sound[index]! - sound[index - 1]!));
    }
    // The beep's own steepest slope is 8231 × 2π × 1000 / 48000.
    expect(largest).toBeLessThan(1250);
  });
});

describe('options, states and reset', () => {
  it('tells of a new format once, with the frame from which it holds', () => {
    const pattern = new TestPattern();
    expect(run(pattern).newFormat).toBeUndefined();
    pattern.setOption('size', '640x480');
    expect(run(pattern).newFormat).toMatchObject({ width: 640, height: 480, maxWidth: 640, maxHeight: 480 });
    expect(run(pattern).newFormat).toBeUndefined();
  });

  it('hands pictures over as they were drawn where that is wished', () => {
    const pattern = new TestPattern();
    pattern.setOption('pixels', 'xrgb8888');
    const { picture, newFormat } = run(pattern);
    expect(newFormat).toMatchObject({ pixelFormat: 'xrgb8888', width: 256, height: 240 });
    expect(picture).toMatchObject({ pitch: 1024 });
    expect(readFrameNumber(picture!.pixels, 256, 240)).toBe(1);
    expect(() => pattern.setOption('pixels', 'rgb24')).toThrow(
      'The format of pixels is one of i420, xrgb8888',
    );
  });

  it('refuses an unknown option or value in words', () => {
    expect(() => new TestPattern().setOption('colour', 'red')).toThrow('no option “colour”');
    expect(() => new TestPattern().setOption('size', '1x1')).toThrow(
      'The size is one of 256x240, 320x200, 640x480',
    );
  });

  it('goes on from a state in frame number and sound', () => {
    const pattern = new TestPattern();
    listen(pattern, 7, A);
    const copy = new TestPattern();
    copy.loadState(pattern.saveState());
    const [mine, yours] = [run(pattern), run(copy)];
    expect(numberOf(pictureOf(yours))).toBe(8);
    expect([...yours.sound]).toEqual([...mine.sound]);
  });

  it('reacts so many frames late, across a state as well, and forgets what it was to react to on reset', () => {
    const pattern = new TestPattern(2);
    step(pattern, 0);
    const copy = new TestPattern(2);
    copy.loadState(pattern.saveState());
    const lit = (one: TestPattern) => patchesOf(step(one))[0];
    expect([lit(pattern), lit(pattern), lit(pattern)]).toEqual([false, true, false]);
    expect(lit(copy)).toBe(false);
    copy.reset();
    expect(lit(copy)).toBe(false);
    expect(() => new TestPattern().loadState(pattern.saveState())).toThrow('another lag');
  });

  it('counts from 1 again after a reset', () => {
    const pattern = new TestPattern();
    listen(pattern, 7);
    pattern.reset();
    expect(numberOf(step(pattern))).toBe(1);
  });

  it('draws nothing where the picture is not needed, and counts all the same', () => {
    const pattern = new TestPattern();
    const result = pattern.step({ number: 1, pictureNeeded: false, soundNeeded: true, players: [] });
    expect(result.picture).toBeUndefined();
    expect(numberOf(step(pattern))).toBe(2);
  });
});

function run(pattern: TestPattern, buttons: readonly number[] = []): StepResult {
  return pattern.step({ number: 1, pictureNeeded: true, soundNeeded: true, players: buttons.map(holding) });
}

function pictureOf({ picture }: StepResult): Picture {
  const { width, height, pixels } = picture!;
  return { width, height, pixels: greyOf(pixels, width, height) };
}

/** Steps once with a button of one player held, or of none. */
function step(pattern: TestPattern, player?: number): Picture {
  const buttons = Array.from({ length: PLAYERS }, (_, index) => (index === player ? A : 0));
  return pictureOf(run(pattern, buttons));
}

/** A pattern that has shown the given frame number. */
function patternAt(frameNumber: number, size = SIZES[0]!): TestPattern {
  const pattern = new TestPattern();
  pattern.setOption('size', size);
  const state = new ByteWriter().u32(frameNumber).u8(0).f64(0);
  pattern.loadState(seal('test-pattern 1', [state.finish()]));
  return pattern;
}

function numberOf({ pixels, width, height }: Picture): number | undefined {
  return readFrameNumber(pixels, width, height);
}

function patchesOf({ pixels, width, height }: Picture): boolean[] {
  return PATCHES.map((_, player) => isPatchLit(pixels, width, height, player));
}

/** The left channel of some steps. */
function listen(pattern: TestPattern, steps: number, buttons = 0): number[] {
  return Array.from({ length: steps }, () =>
    [...run(pattern, [buttons]).sound].filter((_, index) => index % 2 === 0),
  ).flat();
}

/** Level of one frequency against full scale (Goertzel's algorithm without its short cut). */
function levelDb(samples: readonly number[], frequency: number): number {
  let real = 0;
  let imaginary = 0;
  for (const [index, sample] of samples.entries()) {
    const angle = (2 * Math.PI * frequency * index) / 48_000;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
  }
  const amplitude = (2 * Math.hypot(real, imaginary)) / samples.length;
  return 20 * Math.log10(amplitude / 32_767);
}
