import * as v from 'valibot';
import { type TracedFrame, type TraceRecord, traceRecord } from '../pipeline/trace/trace-record.js';

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
  const reader = new TraceReader();
  for (const line of text.split('\n')) reader.add(line);
  return reader.trace;
}

/** Reads a trace line by line: that of hours is longer than a text can be. */
export class TraceReader {
  readonly #frames = new Map<number, TracedFrame>();
  readonly #encoded: TracedFrame[] = [];
  /** By seat and sequence number. */
  readonly #received = new Map<number, Map<number, number>>();
  readonly #released = new Map<number, number>();
  readonly #leftOut = new Map<number, Set<number>>();
  #offset = 0;
  #broken: unknown;

  /** @throws where a line that isn't the last is none of a trace. */
  add(line: string): void {
    if (line === '') return;
    if (this.#broken !== undefined) throw this.#broken;
    let parsed: unknown;
    try {
      parsed = JSON.parse(line);
    } catch (error) {
      this.#broken = error;
      return;
    }
    this.#take(v.parse(traceRecord, parsed));
  }

  get trace(): Trace {
    return {
      frames: this.#frames,
      encoded: this.#encoded,
      receivedTime: (seat, sequence) => this.#received.get(seat)?.get(sequence),
      releasedTime: (number) => this.#released.get(number),
      leftOut: (viewer) => this.#leftOut.get(viewer) ?? new Set(),
      fromMonotonic: (ms) => ms + this.#offset,
    };
  }

  #take(record: TraceRecord): void {
    if (record.type === 'clock') this.#offset = record.time - record.monotonicMs;
    else if (record.type === 'input') {
      const ofSeat = this.#received.get(record.seat) ?? new Map<number, number>();
      this.#received.set(record.seat, ofSeat);
      if (!ofSeat.has(record.sequence)) ofSeat.set(record.sequence, record.receivedTime);
    } else if (record.type === 'released') {
      if (record.transport === 'rtp') this.#released.set(record.number, record.time);
    } else if (record.type === 'left-out') {
      const numbers = this.#leftOut.get(record.viewer) ?? new Set();
      this.#leftOut.set(record.viewer, numbers.add(record.number));
    } else {
      this.#encoded.push(record);
      // A picture that is sent again keeps the number; the first one is what brought the news.
      if (!this.#frames.has(record.number)) this.#frames.set(record.number, record);
    }
  }
}
