import type { PathEstimate } from './path-estimate.js';
import type { SentBeside } from './sent-beside.js';

/** Of what a path carries this share is used: the rest keeps its queue empty. */
const SHARE = 0.9;
/** Headers of a frame's packets: of the one that each has, bits, and of further ones as a share of the picture. */
const FRAME_HEADER_BITS = 60 * 8;
const HEADER_SHARE = 0.05;
/**
 * What a path loses is sent again, or made up for by parity in advance, before anybody could measure how much: so many
 * times the share lost, up to a half.
 */
const REPAIR = 3;
const MOST_REPAIR = 0.5;

/**
 * Bits per second that a path has for encoded pictures, without the sound, headers and repairs that share it;
 * `undefined` while nothing is known to limit it.
 *
 * @param beside - what goes there beside them.
 * @param framesPerSecond - of the picture.
 */
export function pictureBudgetBps(
  path: PathEstimate,
  beside: SentBeside,
  framesPerSecond: number,
): number | undefined {
  const { capacityBps, fractionLost } = path;
  if (capacityBps === undefined) return undefined;
  const repair = Math.max(beside.repairShare, Math.min(MOST_REPAIR, REPAIR * fractionLost));
  const left = capacityBps * SHARE - beside.soundBps - framesPerSecond * FRAME_HEADER_BITS;
  return Math.max(0, left / (1 + HEADER_SHARE + repair));
}
