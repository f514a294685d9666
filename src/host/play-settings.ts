import { MOST_FRAMES_AHEAD } from '../../cores/protocol/run-ahead.js';
import { CloudgameError } from '../errors.js';
import type { RunAheadSetting } from '../pipeline/core/run-ahead.js';
import { PICTURE_SCALES, type PictureScale } from '../pipeline/video/enlargement.js';

/** What run-ahead can be set to. */
export const RUN_AHEAD_SETTINGS: readonly RunAheadSetting[] = [
  ...Array(MOST_FRAMES_AHEAD + 1).keys(),
  'auto',
];
/** The same as it is written in a flag. */
export const RUN_AHEAD_CHOICES: readonly string[] = RUN_AHEAD_SETTINGS.map(String);
/** What is switched on or off in words. */
export const ON_OR_OFF = ['on', 'off'] as const;
/** Memory for rewinding at most (MiB). */
export const MOST_REWIND_MIB = 4096;

/** Reads how many frames the core is run ahead. */
export function readRunAhead(value: string | number): RunAheadSetting {
  if (!RUN_AHEAD_CHOICES.includes(String(value))) {
    throw new CloudgameError(
      'usage',
      `The core can't be run ahead by "${value}" frames.`,
      `Use 0 to ${MOST_FRAMES_AHEAD}, or auto.`,
    );
  }
  return value === 'auto' ? value : Number(value);
}

/** Reads how much larger than the core's the picture is sent. */
export function readScale(value: string | number): PictureScale {
  const scale = PICTURE_SCALES.find((one) => String(one) === String(value));
  if (scale !== undefined) return scale;
  throw new CloudgameError(
    'usage',
    `The picture can't be sent at "${value}" times its size.`,
    'Use 1, or 2 for colours as sharp as the pixels.',
  );
}

/** Reads whether the game's clock follows a player's display. */
export function readPhaseLock(value: string): boolean {
  if (value === 'on' || value === 'off') return value === 'on';
  throw new CloudgameError('usage', `The phase lock can't be "${value}".`, 'Use on or off.');
}

/** Reads how much memory there is for rewinding, in MiB; gives it in bytes. */
export function readRewindMemory(value: string | number): number {
  if (!/^\d+$/.test(String(value)) || Number(value) > MOST_REWIND_MIB) {
    throw new CloudgameError(
      'usage',
      `"${value}" MiB can't be the memory for rewinding.`,
      `Use a whole number from 0, which switches it off, to ${MOST_REWIND_MIB}.`,
    );
  }
  return Number(value) * 1024 * 1024;
}
