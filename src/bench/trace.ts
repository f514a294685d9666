import * as v from 'valibot';
import { type TracedFrame, traceRecord } from '../pipeline/trace/trace-record.js';

/** What a host wrote down of a run. Times are of its own clock, ms. */
export interface Trace {
  /** The first sending of each frame, by its number. */
  readonly frames: ReadonlyMap<number, TracedFrame>;
  /** Everything that was encoded, in its order. */
  readonly encoded: readonly TracedFrame[];
  /** When an input packet of a seat (from 1) arrived; `undefined` where it didn't. */
  receivedTime(seat: number, sequence: number): number | undefined;
  /** When a frame was sent that RTP had to keep back; `undefined` where it had not. */
  releasedTime(number: number): number | undefined;
  /** Numbers of the frames that a viewer was not sent; by its place among all that joined, from 1. */
  leftOut(viewer: number): ReadonlySet<number>;
  /** What the host's clock shows (ms) when the machine's monotonic clock shows a time (ms). */
  fromMonotonic(ms: number): number;
}

/** Reads a trace; a last line that broke off is passed over. */
export function readTrace(text: string): Trace {
  const frames = new Map<number, TracedFrame>();
  const encoded: TracedFrame[] = [];
  const received = new Map<string, number>();
  const released = new Map<number, number>();
  const leftOut = new Map<number, Set<number>>();
  let offset = 0;
  for (const line of text.split('\n').slice(0, -1)) {
    const record = v.parse(traceRecord, JSON.parse(line));
    if (record.type === 'clock') offset = record.time - record.monotonicMs;
    else if (record.type === 'input') {
      const key = `${record.seat} ${record.sequence}`;
      if (!received.has(key)) received.set(key, record.receivedTime);
    } else if (record.type === 'released') {
      if (record.transport === 'rtp') released.set(record.number, record.time);
    } else if (record.type === 'left-out') {
      const numbers = leftOut.get(record.viewer) ?? new Set();
      leftOut.set(record.viewer, numbers.add(record.number));
    } else {
      encoded.push(record);
      // A picture that is sent again keeps the number; the first one is what brought the news.
      if (!frames.has(record.number)) frames.set(record.number, record);
    }
  }
  return {
    frames,
    encoded,
    receivedTime: (seat, sequence) => received.get(`${seat} ${sequence}`),
    releasedTime: (number) => released.get(number),
    leftOut: (viewer) => leftOut.get(viewer) ?? new Set(),
    fromMonotonic: (ms) => ms + offset,
  };
}
