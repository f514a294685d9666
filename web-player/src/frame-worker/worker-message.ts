import type { VideoCodec } from '../../../src/protocol/control-message.js';
import type { FrameTrace, LostFrameTrace } from '../trace/trace-record.js';

/** What the page says to the worker that decodes frames. */
export type ToWorker =
  /** First of all: where to draw. */
  | { readonly type: 'canvas'; readonly canvas: OffscreenCanvas }
  /** The room's codec: a decoder that is not the browser's is loaded for it. */
  | { readonly type: 'load'; readonly codec: VideoCodec }
  /** A new connection's channel, in the place of one that hasn't begun. */
  | { readonly type: 'channel'; readonly channel: RTCDataChannel }
  /** The newest connection is the one from now on. */
  | { readonly type: 'begin' }
  /** Where decoded sound of the channel goes. */
  | { readonly type: 'sound'; readonly port: MessagePort }
  /** Whether frames are to be decoded: not where nobody sees them, nor after a failure. */
  | { readonly type: 'run'; readonly running: boolean }
  /** Asks whether it hangs. */
  | { readonly type: 'ping' }
  /** Asks for a sample. */
  | { readonly type: 'sample' }
  /** Whether each frame is to be told. */
  | { readonly type: 'trace'; readonly recording: boolean };

/** What the worker says to the page. */
export type FromWorker =
  /** Which codecs it can decode here, by now. */
  | { readonly type: 'ready'; readonly decoders: Readonly<Record<VideoCodec, boolean>> }
  /** It can't work here at all. */
  | { readonly type: 'unable'; readonly reason: string }
  /** Whether it can decode sound. */
  | { readonly type: 'sound'; readonly able: boolean }
  /** For the next input packet: at once when the wish changes. */
  | { readonly type: 'feedback'; readonly lastFrame: number; readonly keyframeWanted: boolean }
  /** A stretch of frames, which a keyframe begins, is on the canvas, and the picture there is the one of now. */
  | { readonly type: 'drawn' }
  | { readonly type: 'pong' }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'display'; readonly intervalMs: number; readonly waitMs: number }
  | { readonly type: 'sample'; readonly sample: FramesSample }
  | { readonly type: 'trace'; readonly record: FrameTrace | LostFrameTrace };

/** Totals of a connection's frames. */
export interface FramesSample {
  readonly codec: VideoCodec | undefined;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly messages: number;
  readonly bytes: number;
  /** Messages that never came. */
  readonly missing: number;
  readonly decoded: number;
  /** Frames that came and were not decoded. */
  readonly dropped: number;
  /** Milliseconds from message to picture, of all decoded frames together. */
  readonly decodeMs: number;
  /** Frames that a display tick showed, and milliseconds that they waited for it, together. */
  readonly shown: number;
  readonly displayWaitMs: number;
}
