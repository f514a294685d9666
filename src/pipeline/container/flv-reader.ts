import type { ContainerFrame } from './ivf-reader.js';

const FILE_HEADER_BYTES = 9;
const PREVIOUS_TAG_SIZE_BYTES = 4;
const TAG_HEADER_BYTES = 11;
const VIDEO_TAG = 9;
const AVC_CODEC = 7;
const SEQUENCE_HEADER = 0;
const NAL_UNITS = 1;
/** Frame type, codec, packet type and composition time stand before the NAL units. */
const VIDEO_HEADER_BYTES = 5;

/**
 * Cuts FLV (Adobe's "Video File Format Specification Version 10") into H.264 pictures. Every tag says how long it is
 * before it comes, so a picture is out as soon as its last byte is in; Annex B would have to wait for the next one.
 * Time stamps are milliseconds.
 */
export class FlvReader {
  #pending: Buffer = Buffer.alloc(0);
  #headerRead = false;
  /** The AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1) of the stream, once it came. */
  configuration: Buffer | undefined;

  /** Takes the next piece of the stream, cut anywhere; returns the pictures (length-prefixed NAL units) that it completes. */
  push(piece: Buffer): ContainerFrame[] {
    this.#pending = this.#pending.length === 0 ? piece : Buffer.concat([this.#pending, piece]);
    if (!this.#headerRead && !this.#readFileHeader()) return [];
    const frames: ContainerFrame[] = [];
    while (this.#pending.length >= TAG_HEADER_BYTES) {
      const end = TAG_HEADER_BYTES + this.#pending.readUIntBE(1, 3);
      if (this.#pending.length < end + PREVIOUS_TAG_SIZE_BYTES) break;
      const frame = this.#readTag(this.#pending.subarray(0, end));
      if (frame) frames.push(frame);
      this.#pending = this.#pending.subarray(end + PREVIOUS_TAG_SIZE_BYTES);
    }
    return frames;
  }

  #readFileHeader(): boolean {
    const end = FILE_HEADER_BYTES + PREVIOUS_TAG_SIZE_BYTES;
    if (this.#pending.length < end) return false;
    if (this.#pending.toString('latin1', 0, 3) !== 'FLV') throw new Error('not an FLV stream');
    this.#pending = this.#pending.subarray(end);
    this.#headerRead = true;
    return true;
  }

  #readTag(tag: Buffer): ContainerFrame | undefined {
    const content = tag.subarray(TAG_HEADER_BYTES);
    if (tag.readUInt8(0) !== VIDEO_TAG || content.length < VIDEO_HEADER_BYTES) return undefined;
    if ((content.readUInt8(0) & 0x0f) !== AVC_CODEC) throw new Error('not an H.264 stream');
    const body = content.subarray(VIDEO_HEADER_BYTES);
    const packetType = content.readUInt8(1);
    if (packetType === SEQUENCE_HEADER) this.configuration = body;
    if (packetType !== NAL_UNITS) return undefined;
    return { timestamp: tag.readUIntBE(4, 3) + tag.readUInt8(7) * 0x1000000, data: body };
  }
}
