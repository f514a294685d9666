import { ByteReader, ByteWriter, MalformedMessage } from './bytes.js';
import { canHaveSize, type PixelFormat, pictureBytes, rowBytes } from './format.js';

/** One step's picture and sound. */
export interface CoreFrame {
  readonly step: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes from one row to the next (of I420's first plane). */
  readonly pitch: number;
  /** As many bytes as `pictureBytes` says; empty where the picture is the one before. */
  readonly pixels: Buffer;
  /** Signed 16-bit samples, little-endian, channels interleaved. */
  readonly sound: Buffer;
}

const FRAME_HEADER_BYTES = 17;
const HAS_PICTURE = 1;

/** Writes the part of a `frame` message before its pixels. */
export function encodeFrameHeader(frame: Omit<CoreFrame, 'sound'>, sampleCount: number): Buffer {
  return new ByteWriter()
    .u32(frame.step)
    .u8(frame.pixels.length > 0 ? HAS_PICTURE : 0)
    .u16(frame.width)
    .u16(frame.height)
    .u32(frame.pitch)
    .u32(sampleCount)
    .finish();
}

/** Reads a `frame`; pixels and sound are views of the body. Throws `MalformedMessage` where sizes don't add up. */
export function decodeFrame(body: Buffer, pixelFormat: PixelFormat, channels: number): CoreFrame {
  const reader = new ByteReader(body);
  const step = reader.u32();
  const hasPicture = (reader.u8() & HAS_PICTURE) !== 0;
  const width = reader.u16();
  const height = reader.u16();
  const pitch = reader.u32();
  const sampleCount = reader.u32();
  const soundBytes = sampleCount * channels * 2;
  const fits = canHaveSize(pixelFormat, width, height) && canHaveSize(pixelFormat, pitch, height);
  if (hasPicture && (!fits || pitch < rowBytes(pixelFormat, width))) {
    throw new MalformedMessage(`frame of ${width}×${height} with a pitch of ${pitch} bytes`);
  }
  const pixelBytes = hasPicture ? pictureBytes(pixelFormat, pitch, height) : 0;
  if (body.length !== FRAME_HEADER_BYTES + pixelBytes + soundBytes) {
    throw new MalformedMessage(
      `frame message of ${body.length} bytes where ${FRAME_HEADER_BYTES + pixelBytes + soundBytes} follow from its header`,
    );
  }
  return { step, width, height, pitch, pixels: reader.bytes(pixelBytes), sound: reader.bytes(soundBytes) };
}
