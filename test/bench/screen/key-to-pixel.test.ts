import { expect, test } from 'vitest';
import { isStill, type KeyAndPixel, measureKeyToPixel } from '../../../src/bench/screen/key-to-pixel.js';

const PLAN = { presses: 4, restMs: 1, randomRestMs: 2, holdMs: 1, timeoutMs: 40, pauseMs: 0.2 };

/** A pixel that is white while the key is held, some readings late. */
class LatePixel implements KeyAndPixel {
  readonly events: boolean[] = [];
  #isDown = false;
  #readings = 0;

  constructor(readonly readingsLate: number) {}

  setKey(isDown: boolean): void {
    this.events.push(isDown);
    this.#isDown = isDown;
    this.#readings = 0;
  }

  readPixel(): number {
    this.#readings++;
    return this.#isDown && this.#readings > this.readingsLate ? 0xffffff : 0;
  }

  pause(durationMs: number): void {
    const end = performance.now() + durationMs;
    while (performance.now() < end);
  }
}

test('takes a sample per press, from the key to the changed pixel', async () => {
  const pixel = new LatePixel(10);
  const told: number[] = [];
  const { samplesMs, lost, readMs, resolutionMs } = await measureKeyToPixel(pixel, PLAN, (count) =>
    told.push(count),
  );
  expect(lost).toBe(0);
  expect(samplesMs).toHaveLength(4);
  expect(Math.min(...samplesMs)).toBeGreaterThanOrEqual(10 * PLAN.pauseMs);
  expect(resolutionMs).toBeGreaterThan(readMs);
  expect(pixel.events).toEqual([true, false, true, false, true, false, true, false]);
  expect(told).toEqual([1, 2, 3, 4]);
});

test('counts presses without effect as lost, and lets the key go all the same', async () => {
  const pixel = new LatePixel(Number.POSITIVE_INFINITY);
  const deaf: KeyAndPixel = {
    setKey: (isDown) => pixel.setKey(isDown),
    readPixel: () => 0,
    pause: (durationMs) => pixel.pause(durationMs),
  };
  const { samplesMs, lost } = await measureKeyToPixel(deaf, PLAN);
  expect(samplesMs).toEqual([]);
  expect(lost).toBe(4);
  expect(pixel.events.at(-1)).toBe(false);
});

test('goes on where the pixel stays as the press has made it', async () => {
  let colour = 0;
  const toggled: KeyAndPixel = {
    setKey: (isDown) => {
      if (isDown) colour ^= 0xffffff;
    },
    readPixel: () => colour,
    pause: () => {},
  };
  const { lost } = await measureKeyToPixel(toggled, { ...PLAN, timeoutMs: 10 });
  expect(lost).toBe(0);
});

test('notices a pixel that changes by itself', async () => {
  let colour = 0;
  const io = { setKey() {}, readPixel: () => colour, pause() {} };
  expect(await isStill(io, 20)).toBe(true);
  const changing = { ...io, readPixel: () => (colour ^= 0xffffff) };
  expect(await isStill(changing, 1_000)).toBe(false);
});
