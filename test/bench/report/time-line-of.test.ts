import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { timeLine } from '../../../src/bench/report/time-line.js';
import { timeLineOf } from '../../../src/bench/report/time-line-of.js';

/** Pictures at 50 fps. */
const pictures = (from: number, to: number) =>
  Array.from({ length: (to - from) / 20 }, (_, index) => from + index * 20);

describe('the time line of a run', () => {
  test('has a point for each second, at its end', () => {
    const line = timeLineOf({ durationMs: 3000, displayedMs: pictures(0, 3000) });
    expect(line.map(({ atMs }) => atMs)).toEqual([1000, 2000, 3000]);
    for (const point of line) expect(point).toMatchObject({ fps: 50, freezeMs: 0, longestGapMs: 20 });
    expect(v.parse(timeLine, line)).toEqual(line);
  });

  test('has a freeze where it ended', () => {
    const line = timeLineOf({
      durationMs: 3000,
      displayedMs: [...pictures(0, 900), ...pictures(1200, 3000)],
    });
    expect(line.map(({ freezeMs }) => freezeMs)).toEqual([0, 320, 0]);
    expect(line.map(({ longestGapMs }) => longestGapMs)).toEqual([20, 320, 20]);
    expect(line.map(({ fps }) => fps)).toEqual([45, 40, 50]);
  });

  test('has a freeze that did not end', () => {
    const line = timeLineOf({ durationMs: 3000, displayedMs: pictures(0, 1000) });
    expect(line[1]).toEqual({ atMs: 2000, fps: 0, freezeMs: 0 });
    expect(line[2]).toEqual({ atMs: 3000, fps: 0, freezeMs: 2020, longestGapMs: 2020 });
  });

  test('has the transport at the end of each second, the median press and the last look', () => {
    const line = timeLineOf({
      durationMs: 2000,
      displayedMs: [],
      transports: [
        { atMs: 0, transport: 'frames' },
        { atMs: 1500, transport: 'rtp' },
      ],
      presses: [10, 30, 20].map((inputToPhotonMs) => ({ atMs: 1100, inputToPhotonMs })),
      looks: [
        { atMs: 500, bitrateBps: 1, cost: { host: { cpuShare: 0.1 } } },
        { atMs: 900, bitrateBps: 2 },
      ],
    });
    expect(line).toEqual([
      {
        atMs: 1000,
        transport: 'frames',
        fps: 0,
        freezeMs: 0,
        bitrateBps: 2,
        cost: { host: { cpuShare: 0.1 } },
      },
      { atMs: 2000, transport: 'rtp', fps: 0, freezeMs: 0, inputToPhotonMs: 20 },
    ]);
  });

  test('has points of the same length where a run is not whole seconds long', () => {
    const line = timeLineOf({ durationMs: 2600, displayedMs: pictures(0, 2600) });
    expect(line).toHaveLength(3);
    for (const { fps } of line) expect(fps).toBeCloseTo(50, -1);
  });

  test('of a run of no length is empty', () => {
    expect(timeLineOf({ durationMs: 0, displayedMs: [] })).toEqual([]);
  });

  test('takes what came a moment before or after the run', () => {
    const line = timeLineOf({
      durationMs: 1000,
      displayedMs: [-5, 500, 1005],
      looks: [{ atMs: 1400, fps: 1 }],
    });
    expect(line).toHaveLength(1);
    expect(line[0]).toMatchObject({ atMs: 1000, fps: 3, longestGapMs: 505 });
  });
});
