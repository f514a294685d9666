import type { CoreFrame } from '../../cores/protocol/core-frame.js';
import { NEUTRAL_INPUT, type PlayerInput } from '../../cores/protocol/host-message.js';
import type { CoreProcess } from '../pipeline/core/core-process.js';

const A = 1 << 8;
/** Frames for which A is held, and let go, in turn. */
const PRESS_FRAMES = 20;
const WARM_UP_STEPS = 120;

export interface PacedSteps {
  /** Milliseconds from the request until the answer was there, one for each step. */
  readonly stepMs: readonly number[];
  /** How many steps a second there were. */
  readonly framesPerSecond: number;
  /** Of the last picture, pixels. */
  readonly width: number;
  readonly height: number;
}

/** Steps a core at its own rate, as a room does, so that its memory is as cold and the processor as slow as there. */
export async function pacedSteps(core: CoreProcess, seconds: number): Promise<PacedSteps> {
  const { framesPerSecond } = core.format;
  const frameMs = 1000 / framesPerSecond;
  for (let number = 1; number <= WARM_UP_STEPS; number++) await step(core, number);
  const count = Math.max(2, Math.round(seconds * framesPerSecond));
  const stepMs: number[] = [];
  let size = { width: 0, height: 0 };
  const begin = performance.now();
  for (let index = 0; index < count; index++) {
    await until(begin + index * frameMs);
    const sent = performance.now();
    const { width, height } = await step(core, WARM_UP_STEPS + 1 + index);
    stepMs.push(performance.now() - sent);
    size = { width, height };
  }
  const elapsedMs = Math.max(performance.now(), begin + count * frameMs) - begin;
  return { stepMs, framesPerSecond: (count * 1000) / elapsedMs, ...size };
}

function step(core: CoreProcess, number: number): Promise<CoreFrame> {
  const isHeld = Math.floor(number / PRESS_FRAMES) % 2 === 1;
  const player: PlayerInput = isHeld ? { ...NEUTRAL_INPUT, buttons: A } : NEUTRAL_INPUT;
  return core.step({ number, pictureNeeded: true, soundNeeded: true, players: [player] });
}

/** Waits for a time of `performance.now()`; not at all where it has passed. */
function until(time: number): Promise<void> {
  const ms = time - performance.now();
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
