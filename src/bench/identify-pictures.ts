import type { LoggedPicture } from './page/page-log.js';
import type { Trace } from './trace.js';

/** A picture's RTP time stamp may be one tick later than its time, where two had the same. */
const TOLERANCE_TICKS = 2;
const TICKS_PER_MS = 90;
const MODULUS = 2 ** 32;
/** On one computer a picture is received within this time (ms), less than a frame lasts; clocks are this exact (ms). */
const SHORT_WAY_MS = 10;
const EARLY_MS = 1;

/**
 * Gives every picture the number of its frame by its RTP time stamp, where it has one. Which time stamp stands for which
 * frame is what most pixels say: those of a few pictures are already the next one's. Such pixels are not believed, so
 * what else was read from them is left out. Where no picture shows a number, what counts is when they were received.
 *
 * @param toHost - what the host's clock shows (ms) at a time of the page (ms), where the way between them is short.
 */
export function identifyPictures(
  pictures: readonly LoggedPicture[],
  trace: Trace,
  toHost?: (pageTime: number) => number,
): LoggedPicture[] {
  const offset =
    commonOffset(pictures.flatMap((picture) => ownOffset(picture, trace))) ??
    (toHost && commonOffset(pictures.flatMap((picture) => likelyOffsets(picture, trace, toHost))));
  if (offset === undefined) return [...pictures];
  const numbers = new Map<number, number>();
  for (const { number, dueTime } of trace.frames.values()) {
    for (let late = 0; late <= TOLERANCE_TICKS; late++) {
      const stamp = modulo(ticks(dueTime) + offset + late);
      if (!numbers.has(stamp)) numbers.set(stamp, number);
    }
  }
  return pictures.map((picture) => {
    const { rtpTimestamp } = picture;
    const number = rtpTimestamp === undefined ? undefined : numbers.get(rtpTimestamp);
    if (number === undefined || number === picture.number) return picture;
    return { ...picture, number, lit: undefined };
  });
}

/** How far a picture's time stamp is ahead of the time of the frame that its pixels show, in ticks. */
function ownOffset({ number, rtpTimestamp }: LoggedPicture, trace: Trace): number[] {
  const frame = trace.frames.get(number);
  return frame && rtpTimestamp !== undefined ? [modulo(rtpTimestamp - ticks(frame.dueTime))] : [];
}

/** The same for every frame that was sent right before the picture was received. */
function likelyOffsets(
  { rtpTimestamp, receiveTime, number }: LoggedPicture,
  trace: Trace,
  toHost: (pageTime: number) => number,
): number[] {
  if (rtpTimestamp === undefined || receiveTime === undefined || number !== 0) return [];
  const received = toHost(receiveTime);
  return trace.encoded
    .filter(({ sentTime }) => sentTime < received + EARLY_MS && sentTime > received - SHORT_WAY_MS)
    .map(({ dueTime }) => modulo(rtpTimestamp - ticks(dueTime)));
}

function commonOffset(offsets: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const offset of offsets) counts.set(offset, (counts.get(offset) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0];
}

function ticks(ms: number): number {
  return Math.round(ms * TICKS_PER_MS);
}

function modulo(value: number): number {
  return ((value % MODULUS) + MODULUS) % MODULUS;
}
