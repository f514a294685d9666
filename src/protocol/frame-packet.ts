import { pieceBytes } from './erasure-code.js';

/**
 * One packet of the `packets` section: a piece of a message as `frame-message.ts` has it, little-endian, as the payload
 * of an RTP packet. Browsers hold back nothing of it, and nothing waits for it at the host.
 *
 *      0  u8      version, 1, and 128 where it is sent again
 *      1  u8      which piece: those of the message from 0, and behind them the parity
 *      2  u8      pieces that the message was cut into, 1 or more
 *      3  u8      pieces of parity, of which each stands in for any other piece
 *      4  u32     number of the message; in the message itself it is 0
 *      8  u32     length of the message, bytes
 *     12          the piece
 *
 * All pieces are of the same length but for the last of the message, which ends with it.
 */
export interface FramePacket {
  /** Whether the page asked for it. */
  readonly repeated: boolean;
  readonly index: number;
  readonly pieces: number;
  readonly parity: number;
  readonly number: number;
  readonly messageBytes: number;
  /** In the packet's memory. */
  readonly piece: Uint8Array;
}

export const FRAME_PACKET_HEADER_BYTES = 12;
/** With all headers a packet stays below 1280 bytes, which every path carries (RFC 8200 section 5). */
export const MOST_PIECE_BYTES = 1150;
export const MOST_MESSAGE_BYTES = 128 * 1024;
/** Pieces and parity of a message; elements of the erasure code's field. */
export const MOST_PIECES = 255;
const FRAME_PACKET_VERSION = 1;
const IS_REPEATED = 0x80;

/** Writes what precedes the piece; returns its length, bytes. */
export function writeFramePacketHeader(
  into: Uint8Array,
  at: number,
  header: Omit<FramePacket, 'piece'>,
): number {
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
  view.setUint8(at, FRAME_PACKET_VERSION | (header.repeated ? IS_REPEATED : 0));
  view.setUint8(at + 1, header.index);
  view.setUint8(at + 2, header.pieces);
  view.setUint8(at + 3, header.parity);
  view.setUint32(at + 4, header.number, true);
  view.setUint32(at + 8, header.messageBytes, true);
  return FRAME_PACKET_HEADER_BYTES;
}

/** Reads a packet; `undefined` where it is none. */
export function readFramePacket(bytes: Uint8Array): FramePacket | undefined {
  if (bytes.length <= FRAME_PACKET_HEADER_BYTES) return undefined;
  if ((bytes[0]! & ~IS_REPEATED) !== FRAME_PACKET_VERSION) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [index, pieces, parity] = [bytes[1]!, bytes[2]!, bytes[3]!];
  const messageBytes = view.getUint32(8, true);
  if (pieces === 0 || pieces + parity > MOST_PIECES || index >= pieces + parity) return undefined;
  if (messageBytes < pieces || messageBytes > MOST_MESSAGE_BYTES) return undefined;
  const piece = bytes.subarray(FRAME_PACKET_HEADER_BYTES);
  const whole = pieceBytes(messageBytes, pieces);
  const expected = index === pieces - 1 ? messageBytes - whole * (pieces - 1) : whole;
  if (piece.length !== expected || expected <= 0) return undefined;
  const repeated = (bytes[0]! & IS_REPEATED) !== 0;
  return { repeated, index, pieces, parity, number: view.getUint32(4, true), messageBytes, piece };
}
