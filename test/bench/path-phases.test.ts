import { expect, test } from 'vitest';
import { pathChangesOf, seenInPhases } from '../../src/bench/path-phases.js';

/** Pictures at 50 fps. */
const pictures = (from: number, to: number) =>
  Array.from({ length: (to - from) / 20 }, (_, index) => from + index * 20);

const PHASES = [
  { atMs: 0, name: 'none', cut: false },
  { atMs: 5_000, name: 'rate=600k', cut: false },
  { atMs: 10_000, name: 'none after a cut', cut: true },
];

test('a freeze belongs to the phase in which most of it lies, and frames flow again when there is none for a second', () => {
  const displayed = [
    // Two freezes, of 160 ms and 480 ms, with too little in between to speak of.
    ...pictures(0, 5_060),
    ...pictures(5_200, 5_700),
    ...pictures(6_160, 9_980),
    ...pictures(12_500, 15_000),
  ];
  const phases = seenInPhases(PHASES, displayed, 15_000);
  expect(phases).toEqual([
    { atMs: 0, name: 'none', durationMs: 5_000, freezes: 0, longestFreezeMs: 20, flowsAfterMs: 0, fps: 50 },
    {
      ...{ atMs: 5_000, name: 'rate=600k', durationMs: 5_000, freezes: 1, longestFreezeMs: 480 },
      ...{ flowsAfterMs: 1_160, fps: 43.8 },
    },
    {
      ...{ atMs: 10_000, name: 'none after a cut', cut: true, durationMs: 5_000, freezes: 1 },
      ...{ longestFreezeMs: 2_540, flowsAfterMs: 2_500, fps: 25 },
    },
  ]);
  expect(pathChangesOf(phases, true)).toEqual({
    ...{ count: 2, freezes: 2, longestFreezeMs: 2_540, slowestRecoveryMs: 2_500 },
    ...{ reconnectMs: 2_500, seatKept: 1 },
  });
});

test('where frames never flow again the whole phase counts, up to the end of the run', () => {
  const phases = seenInPhases(PHASES, pictures(0, 10_000), 14_000);
  expect(phases[2]).toEqual({
    ...{ atMs: 10_000, name: 'none after a cut', cut: true, durationMs: 4_000 },
    ...{ freezes: 1, longestFreezeMs: 4_020, fps: 0 },
  });
  expect(pathChangesOf(phases, false)).toMatchObject({ reconnectMs: 4_000, seatKept: 0 });
});

test('a path that never changed has no such figures', () => {
  expect(pathChangesOf(seenInPhases(PHASES.slice(0, 1), pictures(0, 2_000), 2_000), true)).toBeUndefined();
  expect(seenInPhases([], [], 1_000)).toEqual([]);
});
