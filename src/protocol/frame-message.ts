import type { VideoCodec } from './control-message.js';

/**
 * One message on the `frames` channel: an encoded picture, little-endian. Messages may be lost and may overtake each
 * other; the channel's own number shows both at once.
 *
 *      0  u8      version, 1
 *      1  u8      flags: 1 = keyframe, 2 = H.264 (else VP8)
 *      2  u8      seats that follow
 *      3  u8      0
 *      4  u32     number in this channel, one more than the message before; a keyframe may follow any other
 *      8  u32     number of the frame among the steps of the room
 *     12  f64     when the step began, ms on the host's clock
 *     20  u32     microseconds from there to the core's answer
 *     24  u32     microseconds from there to the encoded picture
 *     28          per seat, 8 bytes:
 *      0  u32     sequence number of the newest input packet that went into the step; 0 before the first
 *      4  u32     microseconds that it waited for the step
 *                 the encoded picture: a VP8 frame (RFC 6386), or an H.264 access unit with start codes (Annex B) that
 *                 has its parameter sets in it where it is a keyframe
 */
export interface FrameMessage {
  readonly codec: VideoCodec;
  /** Whether decoding can start here. */
  readonly keyframe: boolean;
  /** Number in this channel. */
  readonly number: number;
  readonly frame: FrameTimes;
  /** By seat, from the first. */
  readonly inputs: readonly FrameInput[];
  /** In the message's memory. */
  readonly picture: Uint8Array;
}

/** Which frame it is, and what became of it at the host. */
export interface FrameTimes {
  /** Counts all steps of a room, modulo 2^32. */
  readonly number: number;
  /** When the step was sent to the core, ms on the host's clock. */
  readonly stepTime: number;
  /** Milliseconds from there until the core's answer was there. */
  readonly coreMs: number;
  /** Milliseconds from there until the encoded picture was there. */
  readonly encodeMs: number;
}

/** What of a seat's input went into a frame. */
export interface FrameInput {
  /** The newest packet's; 0 before the first. */
  readonly sequence: number;
  /** Milliseconds from its arrival at the host to the step. */
  readonly waitMs: number;
}

/** All of a message but the picture. */
export type FrameHeader = Omit<FrameMessage, 'picture'>;

const FRAME_MESSAGE_VERSION = 1;
const IS_KEYFRAME = 1;
const IS_H264 = 2;
const FIXED_BYTES = 28;
const SEAT_BYTES = 8;
const MOST_SEATS = 255;
/** Times are told in microseconds of 32 bits: 71 minutes. */
const LONGEST_US = 0xffffffff;

/** Length (bytes) of what precedes the picture. */
export function frameHeaderBytes(seats: number): number {
  return FIXED_BYTES + SEAT_BYTES * Math.min(seats, MOST_SEATS);
}

/**
 * Writes what precedes the picture.
 *
 * @returns its length, bytes.
 */
export function writeFrameHeader(into: Uint8Array, header: FrameHeader): number {
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
  const seats = Math.min(header.inputs.length, MOST_SEATS);
  view.setUint8(0, FRAME_MESSAGE_VERSION);
  view.setUint8(1, (header.keyframe ? IS_KEYFRAME : 0) | (header.codec === 'h264' ? IS_H264 : 0));
  view.setUint8(2, seats);
  view.setUint8(3, 0);
  view.setUint32(4, header.number, true);
  view.setUint32(8, header.frame.number, true);
  view.setFloat64(12, header.frame.stepTime, true);
  view.setUint32(20, microseconds(header.frame.coreMs), true);
  view.setUint32(24, microseconds(header.frame.encodeMs), true);
  for (let seat = 0; seat < seats; seat++) {
    const at = FIXED_BYTES + SEAT_BYTES * seat;
    view.setUint32(at, header.inputs[seat]!.sequence, true);
    view.setUint32(at + 4, microseconds(header.inputs[seat]!.waitMs), true);
  }
  return frameHeaderBytes(seats);
}

/** Reads a message; `undefined` where it is none, or of another version. */
export function readFrameMessage(bytes: Uint8Array): FrameMessage | undefined {
  if (bytes.length < FIXED_BYTES || bytes[0] !== FRAME_MESSAGE_VERSION) return undefined;
  const seats = bytes[2]!;
  const start = frameHeaderBytes(seats);
  if (bytes.length <= start) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stepTime = view.getFloat64(12, true);
  if (!Number.isFinite(stepTime)) return undefined;
  const flags = bytes[1]!;
  return {
    codec: flags & IS_H264 ? 'h264' : 'vp8',
    keyframe: (flags & IS_KEYFRAME) !== 0,
    number: view.getUint32(4, true),
    frame: {
      number: view.getUint32(8, true),
      stepTime,
      coreMs: view.getUint32(20, true) / 1000,
      encodeMs: view.getUint32(24, true) / 1000,
    },
    inputs: Array.from({ length: seats }, (_, seat) => ({
      sequence: view.getUint32(FIXED_BYTES + SEAT_BYTES * seat, true),
      waitMs: view.getUint32(FIXED_BYTES + SEAT_BYTES * seat + 4, true) / 1000,
    })),
    picture: bytes.subarray(start),
  };
}

function microseconds(ms: number): number {
  return Math.max(0, Math.min(LONGEST_US, Math.round(ms * 1000)));
}
