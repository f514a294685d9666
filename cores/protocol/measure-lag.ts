import { performance } from 'node:perf_hooks';
import type { Core, StepResult } from './core.js';
import type { Lag } from './core-message.js';
import type { MediaFormat, PixelFormat } from './format.js';
import { NEUTRAL_INPUT } from './host-message.js';
import { visibleBytes } from './visible-bytes.js';

/** By RetroPad index: A, B, Start and the cross. */
const BUTTONS = [8, 0, 3, 4, 5, 6, 7];
/** A reaction is waited for this many frames. */
const FRAMES = 6;
const SAMPLES = 5;
const SAMPLING_MS = 100;
/** Buttons are tried no longer than this (ms): the host waits for 2 s. */
const PATIENCE_MS = 1_000;
const MOST_MICROSECONDS = 0xffff_ffff;

/** Where the state can't be saved or loaded, running ahead takes for ever. */
const UNMEASURABLE: Lag = {
  frames: undefined,
  hiddenFrameMicroseconds: MOST_MICROSECONDS,
  stateMicroseconds: MOST_MICROSECONDS,
};

/**
 * Finds how many frames the game lets pass before it shows a reaction to a button, in the scene where it is, and what
 * it costs to run it ahead. The game is untouched afterwards.
 *
 * @param core - one that has states.
 * @param format - of its picture now.
 */
export function measureLag(core: Core, format: MediaFormat): Lag {
  const deadline = performance.now() + PATIENCE_MS;
  let state: Uint8Array | undefined;
  try {
    // A copy, since a core may save into the same memory each time.
    state = new Uint8Array(core.saveState!());
    if (state.length === 0) return UNMEASURABLE;
    const stateMicroseconds = microsecondsOf(() => core.loadState!(core.saveState!()));
    const hiddenFrameMicroseconds = microsecondsOf(() => stepHolding(core, 0, false));
    const frames = framesToReaction(core, state, format, deadline);
    return { frames, hiddenFrameMicroseconds, stateMicroseconds };
  } catch (error) {
    console.error('How the game reacts can’t be measured:', error);
    return UNMEASURABLE;
  } finally {
    if (state?.length) core.loadState!(state);
  }
}

function framesToReaction(
  core: Core,
  state: Uint8Array,
  format: MediaFormat,
  deadline: number,
): number | undefined {
  const picturesHolding = (buttons: number, frames: number) => {
    core.loadState!(state);
    return playHolding(core, buttons, frames, format.pixelFormat);
  };
  const still = picturesHolding(0, FRAMES);
  let alike = FRAMES;
  for (const button of BUTTONS) {
    if (alike === 0 || performance.now() > deadline) break;
    const pictures = picturesHolding(1 << button, alike);
    const difference = pictures.findIndex((picture, index) => !isSame(picture, still[index]));
    if (difference >= 0) alike = difference;
  }
  return alike === FRAMES ? undefined : alike;
}

/** Copies of the pictures of the next frames; none where it is the one before. */
function playHolding(
  core: Core,
  buttons: number,
  frames: number,
  startFormat: PixelFormat,
): (Buffer | undefined)[] {
  let pixelFormat = startFormat;
  return Array.from({ length: frames }, () => {
    const { picture, newFormat } = stepHolding(core, buttons, true);
    pixelFormat = newFormat?.pixelFormat ?? pixelFormat;
    return picture && visibleBytes(picture, pixelFormat);
  });
}

function stepHolding(core: Core, buttons: number, pictureNeeded: boolean): StepResult {
  // Every player holds it: some games listen to one of them at a time.
  const players = Array.from({ length: core.hello.players }, () => ({ ...NEUTRAL_INPUT, buttons }));
  return core.step({ number: 0, pictureNeeded, soundNeeded: false, players });
}

function isSame(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one && other ? one.equals(other) : one === other;
}

/** Median of a few times, or of fewer where each takes long. */
function microsecondsOf(action: () => void): number {
  const times: number[] = [];
  const end = performance.now() + SAMPLING_MS;
  while (times.length === 0 || (times.length < SAMPLES && performance.now() < end)) {
    const begin = performance.now();
    action();
    times.push(performance.now() - begin);
  }
  times.sort((one, other) => one - other);
  return Math.min(MOST_MICROSECONDS, Math.round(times[times.length >> 1]! * 1000));
}
