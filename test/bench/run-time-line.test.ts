import { expect, test } from 'vitest';
import { timeLineOf } from '../../src/bench/run-time-line.js';

test('a run is told second by second, without the rest of one at its end', () => {
  const displayed = Array.from({ length: 75 }, (_, index) => 5_000 + index * 20).concat(6_900, 7_100);
  const press = (time: number, inputToPhotonMs: number) => ({
    ...{ time, inputToPhotonMs, pieces: {} },
    ...{ stepTime: time, displayTime: time + inputToPhotonMs },
  });
  const points = timeLineOf({
    inPage: { from: 5_000, to: 7_500 },
    displayed,
    presses: [press(5_100, 20), press(5_300, 30), press(5_500, 70), press(6_200, 40)],
    pings: [{ sentTime: 5_990, receivedTime: 6_002, hostTime: 0 }],
    transports: [
      { transport: 'rtp', time: 1_000 },
      { transport: 'frames', time: 6_500 },
    ],
  });
  expect(points).toEqual([
    { atMs: 0, transport: 'rtp', fps: 50, freezeMs: 0, longestGapMs: 20, inputToPhotonMs: 30 },
    {
      atMs: 1_000,
      transport: 'frames',
      fps: 26,
      freezeMs: 420,
      longestGapMs: 420,
      inputToPhotonMs: 40,
      roundTripMs: 12,
    },
  ]);
});
