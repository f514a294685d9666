import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { timeLine } from '../../../src/bench/report/time-line.js';
import { freezesOf, spanOf, timeLineOf } from '../../../src/bench/report/time-line-of.js';

/** Pictures at 50 fps. */
const pictures = (from: number, to: number) =>
  Array.from({ length: (to - from) / 20 }, (_, index) => from + index * 20);

/** Of a time line, the points that end at whole seconds. */
const everyFourth = <T>(points: readonly T[]) => points.filter((_, index) => index % 4 === 3);

describe('the time line of a run', () => {
  test('has four points a second, each at its end', () => {
    const line = timeLineOf({ durationMs: 3000, displayedMs: pictures(0, 3000) });
    expect(line).toHaveLength(12);
    expect(everyFourth(line).map(({ atMs }) => atMs)).toEqual([1000, 2000, 3000]);
    for (const { fps, ...point } of line) {
      expect(fps).toBeGreaterThanOrEqual(48);
      expect(point).toMatchObject({ freezeMs: 0, longestGapMs: 20 });
    }
    expect(v.parse(timeLine, line)).toEqual(line);
  });

  test('has fewer where a run lasts long', () => {
    expect(spanOf(300_000)).toBe(250);
    expect(spanOf(3_600_000)).toBe(3_000);
    expect(spanOf(24 * 3_600_000)).toBe(72_000);
    expect(timeLineOf({ durationMs: 3_600_000, displayedMs: [] })).toHaveLength(1_200);
  });

  test('has a freeze where it ended', () => {
    const displayedMs = [...pictures(0, 900), ...pictures(1200, 3000)];
    const line = timeLineOf({ durationMs: 3000, displayedMs });
    expect(line.map(({ freezeMs }) => freezeMs).filter((ms) => ms !== 0)).toEqual([320]);
    expect(line[4]).toMatchObject({ atMs: 1250, freezeMs: 320, longestGapMs: 320, fps: 12 });
    expect(freezesOf(displayedMs, 3000)).toEqual([{ atMs: 880, lengthMs: 320 }]);
  });

  test('has a freeze that did not end', () => {
    const line = timeLineOf({ durationMs: 3000, displayedMs: pictures(0, 1000) });
    expect(line[7]).toEqual({ atMs: 2000, fps: 0, freezeMs: 0 });
    expect(line[11]).toEqual({ atMs: 3000, fps: 0, freezeMs: 2020, longestGapMs: 2020 });
    expect(freezesOf(pictures(0, 1000), 3000)).toEqual([{ atMs: 980, lengthMs: 2020 }]);
  });

  test('has the transport at the end of each span, the median press, the last look, and what is known of it', () => {
    const line = timeLineOf({
      durationMs: 500,
      displayedMs: [],
      transports: [
        { atMs: 0, transport: 'frames' },
        { atMs: 400, transport: 'rtp' },
      ],
      presses: [10, 30, 20].map((inputToPhotonMs) => ({ atMs: 300, inputToPhotonMs })),
      looks: [
        { atMs: 100, roundTripMs: 1, cost: { host: { cpuShare: 0.1 } } },
        { atMs: 200, roundTripMs: 2.00049 },
      ],
      during: (fromMs, toMs) => ({ bitrateBps: toMs - fromMs, width: fromMs, height: toMs }),
    });
    expect(line).toEqual([
      {
        ...{ atMs: 250, transport: 'frames', fps: 0, freezeMs: 0, roundTripMs: 2 },
        ...{ bitrateBps: 250, width: 0, height: 250, cost: { host: { cpuShare: 0.1 } } },
      },
      {
        ...{ atMs: 500, transport: 'rtp', fps: 0, freezeMs: 0, inputToPhotonMs: 20 },
        ...{ bitrateBps: 250, width: 250, height: 500 },
      },
    ]);
  });

  test('has points of the same length where a run is not whole spans long', () => {
    const line = timeLineOf({ durationMs: 2600, displayedMs: pictures(0, 2600) });
    expect(line).toHaveLength(10);
    expect(line[0]!.atMs).toBe(260);
  });

  test('of a run of no length is empty', () => {
    expect(timeLineOf({ durationMs: 0, displayedMs: [] })).toEqual([]);
  });

  test('takes what came a moment before or after the run', () => {
    const line = timeLineOf({
      durationMs: 250,
      displayedMs: [-5, 120, 255],
      looks: [{ atMs: 400, roundTripMs: 1 }],
    });
    expect(line).toEqual([{ atMs: 250, fps: 12, freezeMs: 260, longestGapMs: 135, roundTripMs: 1 }]);
  });
});
