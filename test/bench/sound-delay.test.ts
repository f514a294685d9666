import { expect, test } from 'vitest';
import { soundDelay } from '../../src/bench/sound-delay.js';

/** Presses whose pictures take 30 ms, at times that no clock has. */
const STEPS = [100, 341, 522, 801, 966, 1_239, 1_404];
const PRESSES = STEPS.map((stepTime) => ({ stepTime, displayTime: stepTime + 30 }));
const same = (time: number) => time;

test('tells how long after its step, and after its picture, a beep was heard', () => {
  const beeps = STEPS.map((time, index) => ({ time: time + 60 + (index % 3) }));
  const { delayMs, audioVideoOffsetMs } = soundDelay(PRESSES, beeps, same);
  expect(delayMs).toBeCloseTo(61, 0);
  expect(audioVideoOffsetMs).toBeCloseTo(31, 0);
});

test('a beep that comes after the next press is still that of its own', () => {
  const beeps = STEPS.map((time) => ({ time: time + 290 }));
  expect(soundDelay(PRESSES, beeps, same).delayMs).toBeCloseTo(290, 0);
});

test('beeps that were lost, and other sounds, change nothing', () => {
  const beeps = STEPS.filter((_, index) => index !== 2).map((time) => ({ time: time + 80 }));
  expect(soundDelay(PRESSES, [...beeps, { time: 700 }], same).delayMs).toBeCloseTo(80, 0);
});

test('the clocks of page and host are told apart', () => {
  const beeps = STEPS.map((time) => ({ time: time + 60 - 5_000 }));
  const presses = PRESSES.map((press) => ({ ...press, displayTime: press.displayTime - 5_000 }));
  expect(soundDelay(presses, beeps, (time) => time + 5_000)).toEqual({ delayMs: 60, audioVideoOffsetMs: 30 });
});

test('of a run of hours the end counts as much as the beginning', () => {
  const steps = Array.from({ length: 2_000 }, (_, index) => 1_500 * index + ((37 * index) % 211));
  const presses = steps.map((stepTime) => ({ stepTime, displayTime: stepTime + 30 }));
  const beeps = steps.map((time, index) => ({ time: time + (index < 900 ? 60 : 260) }));
  expect(soundDelay(presses, beeps, same).delayMs).toBeCloseTo(260, 0);
});

test('where hardly anything was heard, nothing is said', () => {
  expect(soundDelay(PRESSES, [{ time: 160 }], same)).toEqual({});
  expect(soundDelay([], [], same)).toEqual({});
});
