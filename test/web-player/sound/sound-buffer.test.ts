import { describe, expect, it } from 'vitest';
import { SoundBuffer } from '../../../web-player/src/sound/sound-buffer.js';
import { simulate } from './simulated-sound.js';

/** The most that the simulated tone changes from one sample to the next, and a little for what is interpolated. */
const TONE_STEP = 0.065;
const ms = (ticks: number) => ticks / 48;

describe('the buffer of the channel’s sound', () => {
  it('keeps less than 20 ms of sound that comes in time, and never runs out', () => {
    const { levels, dryAt, largestStep, silentFrames } = simulate({ seconds: 12 });
    expect(dryAt).toEqual([]);
    expect(silentFrames).toBe(0);
    expect(largestStep).toBeLessThan(TONE_STEP);
    for (const level of levels.slice(2)) expect(ms(level)).toBeLessThan(20);
  });

  it('plays on devices of 44.1 kHz that take much at once', () => {
    const { levels, dryAt, largestStep } = simulate({ seconds: 12, deviceRate: 44_100, deviceFrames: 512 });
    expect(dryAt.filter((time) => time > 2)).toEqual([]);
    expect(largestStep).toBeLessThan((TONE_STEP * 48_000) / 44_100);
    expect(ms(levels.at(-1)!)).toBeLessThan(25);
  });

  it('keeps more where packets come unevenly, and no more than that takes', () => {
    const jitter = (message: number) => ((message * 7919) % 100) / 4;
    const { levels, dryAt, largestStep } = simulate({ seconds: 20, delayMs: jitter });
    expect(dryAt.filter((time) => time > 2)).toEqual([]);
    expect(largestStep).toBeLessThan(TONE_STEP);
    expect(ms(levels.at(-1)!)).toBeGreaterThan(20);
    expect(ms(levels.at(-1)!)).toBeLessThan(40);
  });

  it('hears next to nothing of single lost messages once it has seen some', () => {
    const lost = (message: number) => (message % 97 === 0 ? undefined : 0);
    const { dryAt, largestStep, silentFrames, levels } = simulate({ seconds: 20, delayMs: lost });
    expect(dryAt.filter((time) => time > 4).length).toBeLessThanOrEqual(1);
    expect(silentFrames).toBeLessThan(480);
    expect(largestStep).toBeLessThan(TONE_STEP);
    expect(ms(levels.at(-1)!)).toBeLessThan(35);
  });

  it('makes up for two lost messages in a row without a click', () => {
    const lost = (message: number) => (message % 50 < 2 && message > 200 ? undefined : 0);
    const { largestStep } = simulate({ seconds: 12, delayMs: lost });
    // Where the tone turns round, its slope changes its sign and no more.
    expect(largestStep).toBeLessThan(TONE_STEP);
  });

  it.each([
    [
      'a network that stands still for 200 ms',
      (message: number) => (message > 600 && message < 620 ? (620 - message) * 10 : 0),
    ],
    ['200 ms of lost messages', (message: number) => (message > 600 && message < 620 ? undefined : 0)],
  ])('fades out and in for %s, and has its short delay again', (_what, delayMs) => {
    const { levels, dryAt, largestStep } = simulate({ seconds: 16, delayMs });
    expect(dryAt).toHaveLength(1);
    expect(largestStep).toBeLessThan(TONE_STEP);
    expect(ms(levels.at(-1)!)).toBeLessThan(25);
  });

  it.each([
    [128, 0.1],
    [1792, 0.1],
    [1792, 0.2],
  ])(
    'has its short delay again 5 s after a device that takes %i at once stood still for %d s',
    (deviceFrames, stall) => {
      const { levels, dryAt, largestStep } = simulate({ seconds: 13, deviceFrames, stalls: [[5.5, stall]] });
      expect(dryAt.filter((time) => time > 2 && time < 12).length).toBeLessThanOrEqual(1);
      expect(largestStep).toBeLessThan(TONE_STEP);
      expect(ms(levels[5]!)).toBeGreaterThan(ms(levels[4]!) + 20);
      expect(Math.abs(ms(levels[10]! - levels[4]!))).toBeLessThan(5);
    },
  );

  it('goes on after a pause as it began', () => {
    const { levels, dryAt, largestStep } = simulate({ seconds: 14, pause: [5, 9] });
    expect(dryAt).toHaveLength(1);
    expect(largestStep).toBeLessThan(TONE_STEP);
    expect(ms(levels.at(-1)!)).toBeLessThan(25);
  });

  it('follows the volume without a click', () => {
    const { largestStep, silentFrames } = simulate({
      seconds: 6,
      onBlock: (buffer, time) => {
        buffer.volume = Math.floor(time * 2) % 2;
      },
    });
    expect(largestStep).toBeLessThan(TONE_STEP);
    expect(silentFrames).toBeGreaterThan(48_000);
  });

  it('gives silence before the first packet', () => {
    const buffer = new SoundBuffer();
    buffer.volume = 1;
    const [left, right] = [new Float32Array(128).fill(1), new Float32Array(128).fill(1)];
    buffer.read(left, right, 1, 0);
    expect([...left, ...right].every((sample) => sample === 0)).toBe(true);
    expect(buffer.dry).toBeGreaterThan(0);
  });

  it('keeps left and right apart', () => {
    const buffer = new SoundBuffer();
    buffer.volume = 1;
    const [left, right] = [new Float32Array(128), new Float32Array(128)];
    for (let packet = 0; packet < 10; packet++) {
      buffer.write(packet * 480, new Float32Array(480).fill(0.5), new Float32Array(480).fill(-0.25));
      for (let block = 0; block < 3; block++) buffer.read(left, right, 1, 0);
    }
    expect(left[64]).toBeCloseTo(0.5, 2);
    expect(right[64]).toBeCloseTo(-0.25, 2);
  });

  it('counts what it made up for, and nothing else', () => {
    const buffer = new SoundBuffer();
    for (const timestamp of [0, 480, 1440, 3840, 480_000]) {
      buffer.write(timestamp, new Float32Array(480), new Float32Array(480));
    }
    expect(buffer.mended).toBe(480 + 1920);
  });

  it('passes over packets that it had', () => {
    const buffer = new SoundBuffer();
    for (const timestamp of [0, 480, 0, 480]) {
      buffer.write(timestamp, new Float32Array(480), new Float32Array(480));
    }
    expect(buffer.level).toBe(960);
  });
});
