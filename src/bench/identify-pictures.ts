import type { LoggedPicture } from './page/page-log.js';
import type { Trace } from './trace.js';

/** A picture's RTP time stamp may be one tick later than its time, where two had the same. */
const TOLERANCE_TICKS = 2;
const TICKS_PER_MS = 90;
const MODULUS = 2 ** 32;

/**
 * Gives every picture the number of its frame by its RTP time stamp, where it has one. Which time stamp stands for which
 * frame is what most pixels say: those of a few pictures are already the next one's. Such pixels are not believed, so
 * what else was read from them is left out.
 */
export function identifyPictures(pictures: readonly LoggedPicture[], trace: Trace): LoggedPicture[] {
  const offset = commonOffset(pictures, trace);
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

/** What most pictures' time stamps are ahead of their frames' times, in ticks. */
function commonOffset(pictures: readonly LoggedPicture[], trace: Trace): number | undefined {
  const counts = new Map<number, number>();
  for (const { number, rtpTimestamp } of pictures) {
    const frame = trace.frames.get(number);
    if (!frame || rtpTimestamp === undefined) continue;
    const offset = modulo(rtpTimestamp - ticks(frame.dueTime));
    counts.set(offset, (counts.get(offset) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0];
}

function ticks(ms: number): number {
  return Math.round(ms * TICKS_PER_MS);
}

function modulo(value: number): number {
  return ((value % MODULUS) + MODULUS) % MODULUS;
}
