import { expect, test } from 'vitest';
import { Samples } from '../../src/viewer/distribution.js';
import { FrameArrivals } from '../../src/viewer/frame-arrivals.js';

const frame = { data: new Uint8Array(1000), keyframe: false };

test('frames that come evenly are counted with their rate and without a freeze', () => {
  const arrivals = new FrameArrivals();
  for (let index = 0; index < 601; index++) arrivals.arrive({ ...frame, keyframe: index === 0 }, index * 16);
  expect(arrivals.summary(9600)).toEqual({
    frames: 601,
    keyframes: 1,
    bytes: 601_000,
    framesPerSecond: 62.604,
    bitrateBps: 500_833,
    intervalMs: { samples: 600, p50: 16, p95: 16, p99: 16, max: 16 },
    longestFreezeMs: 16,
    freezes: 0,
    freezeMs: 0,
  });
});

test('what stands still too long is a freeze, at the end as well, and doesn’t change what is usual', () => {
  const arrivals = new FrameArrivals();
  let now = 0;
  const run = (frames: number) => {
    for (let index = 0; index < frames; index++) {
      now += 16;
      arrivals.arrive(frame, now);
    }
  };
  run(100);
  now += 150;
  run(100);
  now += 500;
  run(100);
  now += 100;
  run(1);
  expect(arrivals.summary(now)).toMatchObject({ freezes: 2, freezeMs: 682, longestFreezeMs: 516 });
  expect(arrivals.summary(now + 700)).toMatchObject({ freezes: 3, freezeMs: 1382, longestFreezeMs: 700 });
});

test('without any frame there is nothing to tell', () => {
  expect(new FrameArrivals().summary(1000)).toMatchObject({
    frames: 0,
    framesPerSecond: 0,
    intervalMs: { samples: 0, p50: null, max: null },
    longestFreezeMs: 0,
  });
});

test('percentiles are samples, the nearest ones', () => {
  const samples = new Samples();
  for (let value = 1000; value >= 1; value--) samples.add(value);
  expect(samples.spread()).toEqual({ samples: 1000, p50: 500, p95: 950, p99: 990, max: 1000 });
});
