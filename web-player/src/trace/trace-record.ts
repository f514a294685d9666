import type { FrameHeader } from '../../../src/protocol/frame-message.js';

/**
 * What the page tells whoever measures it. All times are milliseconds since 1970 on the page's own clock
 * (`performance.timeOrigin + performance.now()`), in the worker as well; they don't follow changes of the wall clock.
 */
export type TraceRecord =
  | InputTrace
  | FrameTrace
  | LostFrameTrace
  | VideoTrace
  | ClockTrace
  | MilestoneTrace
  | TransportTrace;

/** An input packet went out; told within the event that caused it. */
export interface InputTrace {
  readonly kind: 'input';
  /** As in the packet, and in the header of the first frame that it went into. */
  readonly sequence: number;
  readonly time: number;
}

/** A frame of the `frames` channel met its display tick, or never will. */
export interface FrameTrace {
  readonly kind: 'frame';
  readonly header: FrameHeader;
  /** The message's length. */
  readonly bytes: number;
  readonly receivedTime: number;
  readonly decodedTime: number;
  /** When it was in the canvas. */
  readonly drawnTime: number;
  /** The first tick of the display after that; `null` where a later frame was drawn before it came. */
  readonly displayTime: number | null;
}

/** A message of the `frames` channel arrived that is not decoded: something before it is missing. */
export interface LostFrameTrace {
  readonly kind: 'frame-dropped';
  readonly header: FrameHeader;
  readonly bytes: number;
  readonly receivedTime: number;
}

/** `<video>` presented a frame; told within its `requestVideoFrameCallback`, so that its pixels can be read. */
export interface VideoTrace {
  readonly kind: 'video';
  /** When the callback was called. */
  readonly time: number;
  /** Those of the browser that are times, on the clock above. */
  readonly presentationTime: number;
  readonly expectedDisplayTime: number;
  /** When the last packet of the frame arrived, where the browser tells. */
  readonly receiveTime: number | undefined;
  /** Milliseconds, where the browser tells. */
  readonly processingDurationMs: number | undefined;
  readonly presentedFrames: number;
  readonly rtpTimestamp: number | undefined;
  readonly width: number;
  readonly height: number;
}

/** A ping was answered: the host's clock lies between two of the page's times. */
export interface ClockTrace {
  readonly kind: 'clock';
  readonly sentTime: number;
  readonly receivedTime: number;
  /** The host's clock when it answered, milliseconds; that of the times in frame headers. */
  readonly hostTime: number;
}

/** A stretch of the way into the room is done; once for each connection. */
export interface MilestoneTrace {
  readonly kind: 'milestone';
  readonly name: 'control-open' | 'welcome' | 'first-picture';
  readonly time: number;
}

/** Another picture is seen from now on. */
export interface TransportTrace {
  readonly kind: 'transport';
  readonly transport: 'rtp' | 'frames';
  readonly time: number;
}

/** Now, on the clock of all records. */
export function traceTime(): number {
  return performance.timeOrigin + performance.now();
}
