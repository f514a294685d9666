import type { TransportKind } from '../../protocol/control-message.js';
import type { EncodedFrame, EncodedSound } from '../frame.js';
import type { PathEstimate } from '../rate/path-estimate.js';
import type { SentBeside } from '../rate/sent-beside.js';

/** What a transport knows of the way to its viewer. */
export interface TransportStatistics {
  readonly bytesSent: number;
  readonly framesSent: number;
  /** Frames that this viewer was not sent, because it waits for a keyframe. */
  readonly framesSkipped: number;
  /** Milliseconds; `undefined` until it is known. */
  readonly roundTripMs: number | undefined;
  /** Share of packets lost lately, 0 to 1. */
  readonly fractionLost: number;
}

/**
 * One way of getting encoded pictures to a viewer. Frames come in order and without gaps; a transport begins with
 * a keyframe, and where it must leave out a frame it goes on with the next keyframe and asks for one.
 */
export interface PictureTransport {
  readonly kind: TransportKind;
  sendFrame(frame: EncodedFrame): void;
  statistics(): TransportStatistics;
  close(): void;
}

/** One viewer's way of getting pictures and sound. */
export interface Transport extends PictureTransport {
  sendSound(packet: EncodedSound): void;
  /**
   * What the path to the viewer carries, whichever way its picture goes.
   *
   * @param now - ms, the clock of `performance.now()`.
   */
  path(now: number): PathEstimate;
  /**
   * What goes there beside its pictures, as it is now.
   *
   * @param now - ms, the clock of `performance.now()`.
   */
  beside(now: number): SentBeside;
}
