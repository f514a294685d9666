import type { TransportKind } from '../../protocol/control-message.js';
import { isNarrow, type PathEstimate } from './path-estimate.js';

/** Of what a path carries this share is used: the rest keeps its queue empty. */
const SHARE = 0.9;
/** Sound with its packets' headers, bit/s: 96 kb/s in a hundred packets of 60 bytes more. */
const SOUND_BPS = 144_000;
/** Beside pictures on the channel sound goes both ways where there is room, and there each packet twice. */
const SOUND_BESIDE_FRAMES_BPS = 240_000;
/** Headers of a frame's packets: of the one that each has, bits, and of further ones as a share of the picture. */
const FRAME_HEADER_BITS = 60 * 8;
const HEADER_SHARE = 0.05;
/** What a path loses is sent again, or made up for by parity in advance: so many times the share lost, up to a half. */
const REPAIR = 3;
const MOST_REPAIR = 0.5;

/**
 * Bits per second that a path has for encoded pictures, without the sound, headers and repairs that share it;
 * `undefined` while nothing is known to limit it.
 *
 * @param framesPerSecond - of the picture.
 */
export function pictureBudgetBps(
  path: PathEstimate,
  kind: TransportKind,
  framesPerSecond: number,
): number | undefined {
  const { capacityBps, fractionLost } = path;
  if (capacityBps === undefined) return undefined;
  const soundBps = kind === 'frames' && !isNarrow(path) ? SOUND_BPS + SOUND_BESIDE_FRAMES_BPS : SOUND_BPS;
  const repair = Math.min(MOST_REPAIR, REPAIR * fractionLost);
  const left = capacityBps * SHARE - soundBps - framesPerSecond * FRAME_HEADER_BITS;
  return Math.max(0, left / (1 + HEADER_SHARE + repair));
}
