import type { LoggedPicture, PageLog } from '../../src/bench/page/page-log.js';
import type { Trace } from '../../src/bench/trace.js';
import { readTrace } from '../../src/bench/trace.js';
import type { TraceRecord } from '../../src/pipeline/trace/trace-record.js';

/** The host's clock is ahead of the page's by so much, ms. */
export const CLOCK_OFFSET = 5_000;
export const FRAME_MS = 1000 / 60;
export const BUTTON = 256;
export const RTP_OFFSET = 4_294_900_000;

export function toHost(pageTime: number): number {
  return pageTime + CLOCK_OFFSET;
}

/** A frame at the host: core 1 ms, encoding 2 ms, sending 0.5 ms. */
export function frameRecord(number: number, sequence: number): TraceRecord {
  const stepTime = CLOCK_OFFSET + number * FRAME_MS;
  return {
    type: 'frame',
    number,
    stepTime,
    readyTime: stepTime + 1,
    dueTime: stepTime,
    encodedTime: stepTime + 3,
    sentTime: stepTime + 3.5,
    keyframe: false,
    bytes: 1000,
    inputs: [sequence],
  };
}

export function traceOf(records: readonly TraceRecord[]): Trace {
  return readTrace(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

/** A picture in the page: network 0.7 ms, jitter buffer 4 ms, decoding 1 ms, and the tick after. */
export function pictureOf(number: number, more: Partial<LoggedPicture> = {}): LoggedPicture {
  const receiveTime = number * FRAME_MS + 4.2;
  return {
    number,
    transport: 'rtp',
    displayTime: receiveTime + 20,
    receiveTime,
    jitterMs: 4,
    decodeMs: 1,
    ...more,
  };
}

export function logOf(log: Partial<PageLog>): PageLog {
  return { inputs: [], packets: [], pictures: [], pings: [], transports: [], beeps: [], looks: [], ...log };
}

export function rtpTimestampOf(number: number): number {
  return (Math.round((CLOCK_OFFSET + number * FRAME_MS) * 90) + RTP_OFFSET) % 2 ** 32;
}
