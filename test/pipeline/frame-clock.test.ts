import { describe, expect, it } from 'vitest';
import { FrameClock } from '../../src/pipeline/frame-clock.js';

/** NTSC NES: 39375000 / 655171. */
const NES_FRAMES_PER_SECOND = 39_375_000 / 655_171;
const START = 12_345.678;

describe('a frame clock', () => {
  it('does not drift in an hour, however the timers err', () => {
    const clock = new FrameClock(NES_FRAMES_PER_SECOND, START);
    const frames = Math.round(3600 * NES_FRAMES_PER_SECOND);
    let now = START;
    let largestError = 0;
    for (let frame = 0; frame < frames; frame++) {
      const due = clock.tick(now);
      const exact = START + (frame * 1000) / NES_FRAMES_PER_SECOND;
      largestError = Math.max(largestError, Math.abs(due - exact));
      // Timers err by up to 2 ms late and 1 ms early; every 1000th step takes 90 ms.
      now = Math.max(now, clock.nextDue + ((frame * 7919) % 3001) / 1000 - 1);
      if (frame % 1000 === 999) now += 90;
    }
    expect(largestError).toBeLessThan(1e-6);
    expect(clock.nextDue - START).toBeCloseTo((frames * 1000) / NES_FRAMES_PER_SECOND, 5);
    expect(clock.framesSkipped).toBe(0);
  });

  it('makes up for a step that came late by having the next ones due at once', () => {
    const clock = new FrameClock(100, 0);
    expect(clock.tick(0)).toBe(0);
    expect(clock.tick(55)).toBe(10);
    expect(clock.tick(55)).toBe(20);
    expect(clock.tick(55)).toBe(30);
    expect(clock.tick(56)).toBe(40);
    expect(clock.tick(57)).toBe(50);
    expect(clock.nextDue).toBe(60);
    expect(clock.framesSkipped).toBe(0);
  });

  it('says a frame’s own due time where the timer was early', () => {
    const clock = new FrameClock(100, 0);
    clock.tick(0);
    expect(clock.tick(9.2)).toBe(10);
    expect(clock.nextDue).toBe(20);
  });

  it('starts anew after a sleep, and counts the frames that were left out', () => {
    const clock = new FrameClock(100, 0);
    clock.tick(0);
    expect(clock.tick(3_610_000)).toBe(3_610_000);
    expect(clock.framesSkipped).toBe(360_999);
    expect(clock.nextDue).toBe(3_610_010);
  });

  it('makes up for 100 ms, and no more', () => {
    const clock = new FrameClock(100, 0);
    expect(clock.tick(100)).toBe(0);
    expect(clock.framesSkipped).toBe(0);
    const late = new FrameClock(100, 0);
    expect(late.tick(101)).toBe(101);
    expect(late.framesSkipped).toBe(10);
  });

  it('goes on at another rate one new period after the last frame', () => {
    const clock = new FrameClock(50, 0);
    clock.tick(0);
    clock.tick(20);
    clock.setRate(100);
    expect(clock.nextDue).toBe(30);
    clock.tick(30);
    expect(clock.nextDue).toBe(40);
  });

  it('goes on at the moment at which it is restarted, and does not count the pause', () => {
    const clock = new FrameClock(100, 0);
    clock.tick(0);
    clock.restart(5000);
    expect(clock.tick(5001)).toBe(5000);
    expect(clock.nextDue).toBe(5010);
    expect(clock.framesSkipped).toBe(0);
  });
});
