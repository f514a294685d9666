import type { PixelFormat } from '../../cores/protocol/format.js';
import type { VideoCodec } from '../protocol/control-message.js';

/** What is known of a frame from the step that made it to the display that shows it. */
export interface FrameStamp {
  /** Counts all steps of a room, over restarts of its core as well; from 1. */
  readonly number: number;
  /** When the step was sent to the core, on the clock of `performance.now()` (ms). */
  readonly stepTime: number;
  /** When the core's answer was there, same clock (ms). */
  readonly readyTime: number;
  /** When the frame is due by the frame clock, same clock (ms): what RTP time stamps follow. */
  readonly dueTime: number;
  /** The last input packet per seat that went into it, by sequence number; 0 before the first. */
  readonly inputSequences: readonly number[];
  /** When each of these packets arrived at the host, same clock (ms); anything before the first. */
  readonly inputTimes: readonly number[];
}

/** How long (ms) before its time a frame's step began: an input brought it forward, or a timer erred. */
export function earlyMs({ stepTime, readyTime, dueTime }: FrameStamp): number {
  // A frame that is due when it is ready, as those of a core with a clock of its own, is never early.
  return dueTime === readyTime ? 0 : Math.max(0, dueTime - stepTime);
}

/** How the pixels of a raw frame are stored. */
export interface PictureFormat {
  readonly pixelFormat: PixelFormat;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** A core's picture, before the encoder. */
export interface RawFrame {
  readonly stamp: FrameStamp;
  readonly format: PictureFormat;
  /** Bytes from one row to the next (of I420's first plane). */
  readonly pitch: number;
  /** As `pictureBytes` counts them, in the owner's memory: copy what is to be kept. */
  readonly pixels: Buffer;
}

/** An encoded picture; never changed once it is made, so all viewers share it. */
export interface EncodedFrame {
  readonly stamp: FrameStamp;
  readonly codec: VideoCodec;
  /** Whether decoding can start here. */
  readonly keyframe: boolean;
  /** VP8: the frame. H.264: its NAL units without start codes; before a keyframe's slices SPS and PPS. */
  readonly units: readonly Buffer[];
}

/** An Opus packet of 10 ms. */
export interface EncodedSound {
  readonly data: Buffer;
  /** Samples of 1/48000 s since the sound began; jumps where the game stood still. */
  readonly timestamp: number;
  /** Whether the packet follows a gap: RTP's marker (RFC 7587 section 4.1, RFC 3551 section 4.1). */
  readonly afterGap: boolean;
}
