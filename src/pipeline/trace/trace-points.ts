import { channel } from 'node:diagnostics_channel';
import type { TransportKind } from '../../protocol/control-message.js';
import type { EncodedFrame, RawFrame } from '../frame.js';

/*
 * Points on the way of a frame at which an instrument can listen. They are diagnostics channels, so that nothing has to
 * be handed through the pipeline for it, and a point where nobody listens costs one look at a flag. All times are of
 * `performance.now()`, ms.
 */

/** An input packet of a player arrived. */
export interface InputReceived {
  /** From 1. */
  readonly seat: number;
  readonly sequence: number;
  readonly time: number;
}

/** The core made a picture, which goes to the encoder next; its pixels are to be read at once. */
export interface PictureMade {
  readonly frame: RawFrame;
}

/** A frame was encoded, and handed to all viewers' transports. */
export interface FrameSent {
  readonly frame: EncodedFrame;
  /** Sides of the encoded picture against the core's. */
  readonly scale: number;
  readonly encodedTime: number;
  readonly sentTime: number;
}

/** A transport that keeps frames back let one go. */
export interface FrameReleased {
  /** The frame's number among the steps of the room. */
  readonly number: number;
  readonly transport: TransportKind;
  readonly time: number;
}

/** A viewer was not sent a frame: it waits for a keyframe, or its way is full. */
export interface FrameLeftOut {
  /** The frame's number among the steps of the room. */
  readonly number: number;
  /** The viewer's place among all that ever joined, from 1. */
  readonly viewer: number;
}

export const inputReceived = channel('cloudgame:input-received');
export const pictureMade = channel('cloudgame:picture-made');
export const frameSent = channel('cloudgame:frame-sent');
export const frameLeftOut = channel('cloudgame:frame-left-out');
export const frameReleased = channel('cloudgame:frame-released');
