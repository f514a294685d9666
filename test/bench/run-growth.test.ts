import { expect, test } from 'vitest';
import type { LoggedLook } from '../../src/bench/page/page-log.js';
import { growthOf, slopeOf } from '../../src/bench/run-growth.js';

const MINUTE_MS = 60_000;

/** A press every 200 ms, which is seen and heard later and later. */
function pressesOf(durationMs: number, photonPerHour: number, soundPerHour: number) {
  const times = Array.from({ length: durationMs / 237 }, (_, index) => index * 237);
  const hours = (time: number) => time / 3_600_000;
  return {
    presses: times.map((time) => {
      const inputToPhotonMs = 20 + photonPerHour * hours(time);
      return { time, inputToPhotonMs, pieces: {}, stepTime: time, displayTime: time + inputToPhotonMs };
    }),
    beeps: times.map((time) => ({ time: time + 60 + soundPerHour * hours(time) })),
  };
}

/** Of a buffer that keeps 20 ms, and a millisecond more each minute. */
function lookAt(time: number): LoggedLook {
  const minutes = time / MINUTE_MS;
  const soundSamples = time * 48;
  // The sum over all samples so far.
  const soundDelaySeconds = (soundSamples * (20 + minutes / 2)) / 1000;
  return {
    ...{ time, soundSamples, soundDelaySeconds, samplesConcealed: 0, samplesReceived: soundSamples },
    ...{ samplesByChannel: 0, samplesLeftOut: 0, soundBreaks: 0, soundBytes: 0, videoBytes: 0 },
    ...{ framesReceived: 0, framesDecoded: 0, framesDropped: 0, width: 0, height: 0 },
  };
}

test('what comes later and later has a slope', () => {
  const { presses, beeps } = pressesOf(10 * MINUTE_MS, 30, 90);
  const growth = growthOf({ from: 0, to: 10 * MINUTE_MS }, presses, beeps, [], (time) => time);
  expect(growth!.inputToPhotonMsPerHour).toBeCloseTo(30, 1);
  expect(growth!.soundDelayMsPerHour).toBeCloseTo(90, 0);
  // In the middle of the first minute, and of the last.
  expect(growth!.soundDelayAtStartMs).toBeCloseTo(60.75, 1);
  expect(growth!.soundDelayAtEndMs).toBeCloseTo(74.25, 1);
});

test('a buffer that fills has a slope without a press', () => {
  const looks = Array.from({ length: 2_400 }, (_, index) => lookAt(index * 250));
  const growth = growthOf({ from: 0, to: 10 * MINUTE_MS }, [], [], looks, (time) => time);
  expect(growth!.soundBufferMsPerHour).toBeCloseTo(60, 0);
  expect(growth!.soundBufferAtStartMs).toBeCloseTo(20.5, 1);
  expect(growth!.soundBufferAtEndMs).toBeCloseTo(29.5, 1);
});

test('runs that are too short, or without presses, have none', () => {
  const { presses, beeps } = pressesOf(MINUTE_MS, 0, 0);
  expect(growthOf({ from: 0, to: MINUTE_MS - 1 }, presses, beeps, [], (time) => time)).toBeUndefined();
  expect(growthOf({ from: 0, to: MINUTE_MS }, [], [], [], (time) => time)).toEqual({});
});

test('a slope needs three points, not all above each other', () => {
  expect(
    slopeOf([
      [1, 2],
      [2, 4],
      [3, undefined],
      [4, 8],
    ]),
  ).toBeCloseTo(2);
  expect(
    slopeOf([
      [1, 2],
      [2, undefined],
      [4, 8],
    ]),
  ).toBeUndefined();
  expect(
    slopeOf([
      [1, 2],
      [1, 3],
      [1, 4],
    ]),
  ).toBeUndefined();
});
