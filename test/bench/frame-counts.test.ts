import { expect, test } from 'vitest';
import { countFrames, displayTimes, intervalsOf, tickIntervals } from '../../src/bench/frame-counts.js';
import type { BrowserCounts } from '../../src/bench/page/page-log.js';
import { CLOCK_OFFSET, FRAME_MS, frameRecord, pictureOf, traceOf } from './measured-page.js';

const COUNTS: BrowserCounts = {
  framesReceived: 10,
  framesDecoded: 10,
  framesDropped: 0,
  videoBytes: 0,
  soundBytes: 0,
  soundDelaySeconds: 0,
  soundSamples: 0,
  samplesConcealed: 0,
  samplesReceived: 0,
  samplesByChannel: 0,
  samplesLeftOut: 0,
  soundBreaks: 0,
  width: 256,
  height: 240,
};
const ALWAYS = { from: 0, to: 10_000 };

test('pictures that the browser presented without a callback lie evenly between their neighbours', () => {
  const pictures = [
    pictureOf(1, { displayTime: 100, presented: 7 }),
    pictureOf(2, { displayTime: 120, presented: 8 }),
    pictureOf(5, { displayTime: 180, presented: 11 }),
    pictureOf(6, { displayTime: null, presented: 11 }),
  ];
  expect(displayTimes(pictures, ALWAYS)).toEqual([100, 120, 140, 160, 180]);
  expect(displayTimes(pictures, { from: 110, to: 170 })).toEqual([120, 140, 160]);
});

test('frames are counted from step to display', () => {
  const numbers = [1, 2, 4, 5, 6, 7, 8];
  const trace = traceOf(numbers.map((number) => frameRecord(number, 0)));
  const displayed = [20, 40, 60, 200, 220];
  const onHost = { from: CLOCK_OFFSET, to: CLOCK_OFFSET + 1_000 };
  const after = { ...COUNTS, framesReceived: 16, framesDecoded: 15 };
  const inPage = { from: 0, to: 500 };
  expect(countFrames({ trace, onHost, displayed, inPage, before: COUNTS, after })).toEqual({
    made: 8,
    encoded: 7,
    sent: 7,
    received: 6,
    decoded: 5,
    presented: 5,
    dropped: 3,
    repeated: 6,
    keyframes: 0,
    freezes: 2,
    longestFreezeMs: 280,
    totalFreezeMs: 420,
    fps: 10,
  });
  // Between the steps 2 and 4 there was one that was never encoded.
  expect(tickIntervals(trace, onHost)).toHaveLength(5);
  for (const interval of tickIntervals(trace, onHost)) expect(interval).toBeCloseTo(FRAME_MS, 6);
});

test('a picture that stands still until the run ends is a freeze', () => {
  const trace = traceOf([frameRecord(1, 0), frameRecord(2, 0)]);
  const inPage = { from: 1_000, to: 2_000 };
  const displayed = [1_010, 1_030, 1_050];
  const counts = countFrames({ trace, onHost: ALWAYS, displayed, inPage, before: COUNTS, after: COUNTS });
  expect(counts).toMatchObject({ freezes: 1, longestFreezeMs: 950, totalFreezeMs: 950 });
});

test('a frame that the measuring viewer was not sent is encoded, and not sent', () => {
  const leftOut = [
    { type: 'left-out', number: 2, viewer: 1 },
    { type: 'left-out', number: 3, viewer: 1 },
    { type: 'left-out', number: 4, viewer: 2 },
  ] as const;
  const trace = traceOf([...[1, 2, 3, 4].map((number) => frameRecord(number, 0)), ...leftOut]);
  const onHost = { from: CLOCK_OFFSET, to: CLOCK_OFFSET + 1_000 };
  const counts = countFrames({ trace, onHost, displayed: [], inPage: ALWAYS, before: COUNTS, after: COUNTS });
  expect(counts).toMatchObject({ encoded: 4, sent: 2 });
});

test('intervals lie between each time and the next', () => {
  expect(intervalsOf([1, 4, 9])).toEqual([3, 5]);
  expect(intervalsOf([1])).toEqual([]);
});
