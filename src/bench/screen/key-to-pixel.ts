import { setTimeout as delay } from 'node:timers/promises';
import { colourDistance, NOTICEABLE } from './screen-pixels.js';

/** A key that can be pressed, and a pixel that can be looked at. */
export interface KeyAndPixel {
  /** Sends the key's event; returns once it is on its way. */
  setKey(isDown: boolean): void;
  /** The pixel's colour now, 0xRRGGBB. */
  readPixel(): number;
  /** Lets the processor go for so many ms, fractions too; blocks, so that no event loop adds its own time. */
  pause(durationMs: number): void;
}

/** How presses are spread, and when one is given up; times in ms. */
export interface PressPlan {
  readonly presses: number;
  /** The key is pressed again this long after all came to rest, and a random time more. */
  readonly restMs: number;
  readonly randomRestMs: number;
  /** How long the key is held after the pixel has changed. */
  readonly holdMs: number;
  /** A press that shows no effect until then is lost. */
  readonly timeoutMs: number;
  /** Between two readings. */
  readonly pauseMs: number;
}

/** Presses come six frames and more after all came to rest, spread over six, so that no phase is favoured. */
export const DEFAULT_PLAN: Omit<PressPlan, 'presses'> = {
  restMs: 100,
  randomRestMs: 100,
  holdMs: 50,
  timeoutMs: 1_000,
  pauseMs: 0.15,
};

/** What came of presses. */
export interface PressSamples {
  /** From the key to the changed pixel, in the order in which they were taken, ms. */
  readonly samplesMs: readonly number[];
  readonly lost: number;
  /** What reading the pixel once costs, mean, ms. */
  readonly readMs: number;
  /** Time from one reading to the next, mean, ms. */
  readonly resolutionMs: number;
}

/** Presses a key at random phases, and takes each time how long it takes until the pixel is another. */
export async function measureKeyToPixel(
  io: KeyAndPixel,
  plan: PressPlan,
  onPress: (count: number) => void = () => {},
): Promise<PressSamples> {
  const samplesMs: number[] = [];
  let readings = 0;
  let readingMs = 0;
  let watchingMs = 0;
  for (let press = 0; press < plan.presses; press++) {
    await delay(plan.restMs + Math.random() * plan.randomRestMs);
    const rest = io.readPixel();
    const start = performance.now();
    io.setKey(true);
    for (;;) {
      const before = performance.now();
      const colour = io.readPixel();
      const now = performance.now();
      readings++;
      readingMs += now - before;
      const hasChanged = colourDistance(colour, rest) > NOTICEABLE;
      if (hasChanged) samplesMs.push(now - start);
      if (hasChanged || now - start > plan.timeoutMs) {
        watchingMs += now - start;
        break;
      }
      io.pause(plan.pauseMs);
    }
    await delay(plan.holdMs);
    io.setKey(false);
    await untilBack(io, rest, plan.timeoutMs);
    onPress(press + 1);
  }
  const perReading = (ms: number) => ms / Math.max(readings, 1);
  return {
    samplesMs,
    lost: plan.presses - samplesMs.length,
    readMs: perReading(readingMs),
    resolutionMs: perReading(watchingMs),
  };
}

/** Waits until the pixel is as it was before the press; some things only change back when they like to, or never. */
async function untilBack(io: KeyAndPixel, rest: number, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (colourDistance(io.readPixel(), rest) > NOTICEABLE && performance.now() < end) await delay(5);
}

/** Whether a pixel stays as it is while nobody touches a key. */
export async function isStill(io: KeyAndPixel, durationMs: number): Promise<boolean> {
  const rest = io.readPixel();
  const end = performance.now() + durationMs;
  while (performance.now() < end) {
    if (colourDistance(io.readPixel(), rest) > NOTICEABLE) return false;
    await delay(5);
  }
  return true;
}
