import type { PixelFormat } from '../../../cores/protocol/format.js';
import { crc32 } from './crc32.js';

/**
 * Writes raw video or sound as NUT ("NUT Open Container Format", draft of 2013-03-27): the one container in which ffmpeg
 * takes raw frames from a pipe as they are written, each with its own time stamp. (Its demuxer of bare samples waits
 * for 1024 of them.) One stream in pipe mode, in which a reader needs one syncpoint at the start and none later: ffmpeg
 * remembers each, and would grow by tens of megabytes an hour.
 */

export interface RawVideoFormat {
  readonly kind: 'video';
  readonly pixelFormat: PixelFormat;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Signed 16-bit samples, little-endian, channels interleaved. */
export interface RawSoundFormat {
  readonly kind: 'sound';
  /** Samples per second and channel. */
  readonly sampleRate: number;
  readonly channels: number;
}

export type RawFormat = RawVideoFormat | RawSoundFormat;

const ID_STRING = 'nut/multimedia container\0';
const MAIN_STARTCODE = 0x4e4d7a561f5f04adn;
const STREAM_STARTCODE = 0x4e5311405bf2f9dbn;
const SYNCPOINT_STARTCODE = 0x4e4be4adeeca4569n;

/** Pipe mode came with this version. */
const VERSION = 4;
const MINOR_VERSION = 0;
const MAIN_FLAG_PIPE = 2;
const MAX_DISTANCE = 65_536;
/** FLAG_KEY | FLAG_CODED_PTS | FLAG_SIZE_MSB | FLAG_CHECKSUM: everything stands in the frame's own header. */
const FRAME_FLAGS = 1 | 8 | 32 | 64;
const FRAME_CODE = 0;
/** Time stamps are written whole: coded values from `1 << shift` on are absolute. */
const MSB_PTS_SHIFT = 7;
const MAX_PTS_DISTANCE = 1;
/** Of a number of 53 bits. */
const MOST_VARINT_BYTES = 8;
/** Frame code, time stamp, size and checksum. */
const MOST_FRAME_HEADER_BYTES = 1 + 2 * MOST_VARINT_BYTES + 4;

/** Raw formats by the tags under which ffmpeg's NUT demuxer knows them (`ff_nut_video_tags`, `raw_pix_fmt_tags`). */
const FOURCC: Record<PixelFormat, Uint8Array> = {
  xrgb8888: Buffer.from('BGRA', 'latin1'),
  rgb565: Buffer.from('RGB\x10', 'latin1'),
  xrgb1555: Buffer.from('RGB\x0f', 'latin1'),
  i420: Buffer.from('I420', 'latin1'),
};
const PCM_S16LE_FOURCC = Buffer.from('PSD\x10', 'latin1');

/**
 * The bytes before the first frame.
 *
 * @param ticksPerSecond - unit of the time stamps.
 */
export function writeNutHeader(format: RawFormat, ticksPerSecond: number): Buffer {
  return Buffer.concat([
    Buffer.from(ID_STRING, 'latin1'),
    packet(MAIN_STARTCODE, mainHeader(ticksPerSecond)),
    packet(STREAM_STARTCODE, Buffer.concat([streamHeader(format), mediaHeader(format)])),
    packet(SYNCPOINT_STARTCODE, Buffer.concat([varint(0), varint(0)])),
  ]);
}

/**
 * The bytes before a frame's content: pixels without padding between rows, or samples.
 *
 * @param timestamp - ticks, rising from frame to frame.
 * @param contentBytes - size of the content in bytes.
 */
export function writeNutFrameHeader(timestamp: number, contentBytes: number): Buffer {
  // One piece of memory, filled in place: this is written for every picture and every 10 ms of sound.
  const header = Buffer.allocUnsafe(MOST_FRAME_HEADER_BYTES);
  header[0] = FRAME_CODE;
  let end = writeVarint(header, 1, timestamp + (1 << MSB_PTS_SHIFT));
  end = writeVarint(header, end, contentBytes);
  header.writeUInt32BE(crc32(header.subarray(0, end)), end);
  return header.subarray(0, end + 4);
}

function mainHeader(ticksPerSecond: number): Buffer {
  return Buffer.concat([
    varint(VERSION),
    varint(MINOR_VERSION),
    varint(1), // streams
    varint(MAX_DISTANCE),
    varint(1), // time bases
    varint(1),
    varint(ticksPerSecond),
    // One entry fills the table of frame codes, save for code 'N', which is never valid.
    varint(FRAME_FLAGS),
    varint(6), // fields that follow
    varint(0), // pts delta, signed: 0 is 0
    varint(1), // size multiplier
    varint(0), // stream
    varint(0), // size remainder
    varint(0), // reserved count
    varint(255), // entries
    varint(0), // elision headers
    varint(MAIN_FLAG_PIPE),
  ]);
}

function streamHeader(format: RawFormat): Buffer {
  const fourcc = format.kind === 'video' ? FOURCC[format.pixelFormat] : PCM_S16LE_FOURCC;
  return Buffer.concat([
    varint(0), // stream id
    varint(format.kind === 'video' ? 0 : 1), // stream class
    varint(fourcc.length),
    fourcc,
    varint(0), // time base
    varint(MSB_PTS_SHIFT),
    varint(MAX_PTS_DISTANCE),
    varint(0), // decode delay
    varint(0), // stream flags
    varint(0), // codec-specific data
  ]);
}

function mediaHeader(format: RawFormat): Buffer {
  if (format.kind === 'sound') {
    return Buffer.concat([varint(format.sampleRate), varint(1), varint(format.channels)]);
  }
  return Buffer.concat([
    varint(format.width),
    varint(format.height),
    varint(1), // sample aspect ratio
    varint(1),
    varint(0), // colour space: unknown
  ]);
}

/** A packet of up to 4096 bytes; longer ones would need a checksum of their own over the packet header. */
function packet(startcode: bigint, body: Buffer): Buffer {
  const start = Buffer.alloc(8);
  start.writeBigUInt64BE(startcode);
  return Buffer.concat([start, varint(body.length + 4), body, checksum(body)]);
}

function checksum(bytes: Uint8Array): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}

function varint(value: number): Buffer {
  const bytes = Buffer.alloc(MOST_VARINT_BYTES);
  return bytes.subarray(0, writeVarint(bytes, 0, value));
}

/**
 * Writes NUT's `v`: seven bits a byte, most significant first, the high bit set on all but the last.
 *
 * @returns where it ends.
 */
function writeVarint(target: Buffer, offset: number, value: number): number {
  let end = offset + 1;
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) end++;
  let rest = value;
  for (let at = end - 1; at >= offset; at--) {
    target[at] = (rest % 128) | (at === end - 1 ? 0 : 0x80);
    rest = Math.floor(rest / 128);
  }
  return end;
}
