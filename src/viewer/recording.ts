import { closeSync, openSync, writeSync } from 'node:fs';
import { CloudgameError } from '../errors.js';
import type { VideoCodec } from '../protocol/control-message.js';

export interface RecordedFrame {
  readonly codec: VideoCodec;
  readonly keyframe: boolean;
  readonly data: Uint8Array;
  /** Ticks of 1/90000 s; rising. */
  readonly ticks: number;
}

const IVF_HEADER_BYTES = 32;
const TICKS_PER_SECOND = 90_000;

/**
 * Writes encoded frames to a file as they come: VP8 in IVF, H.264 as Annex B, which has no times of its own. A file is opened
 * at once, so that a path that can't be written is told before anything else, and holds what was written whatever happens.
 */
export class Recording {
  readonly path: string;
  readonly #file: number;
  #codec: VideoCodec | undefined;
  #frames = 0;
  #firstTicks = 0;
  #offset = 0;
  #closed = false;

  /** @throws CloudgameError (usage) where the file can't be written. */
  constructor(path: string) {
    this.path = path;
    try {
      this.#file = openSync(path, 'w');
    } catch (error) {
      throw new CloudgameError(
        'usage',
        `The recording can’t be written to ${path} (${(error as NodeJS.ErrnoException).code}).`,
        'Name a file in a folder that is there and that you may write to.',
        { cause: error },
      );
    }
  }

  get frames(): number {
    return this.#frames;
  }

  /** Adds a frame; the first has to be a keyframe, and frames of another codec than its are left out. */
  write({ codec, keyframe, data, ticks }: RecordedFrame): void {
    if (this.#closed || (this.#codec === undefined && !keyframe)) return;
    if (this.#codec === undefined) {
      this.#codec = codec;
      this.#firstTicks = ticks;
      if (codec === 'vp8') this.#append(ivfHeader(data));
    }
    if (codec !== this.#codec) return;
    if (codec === 'vp8') this.#append(ivfFrameHeader(data.length, ticks - this.#firstTicks));
    this.#append(data);
    this.#frames++;
  }

  /** Completes the file; calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#codec === 'vp8') {
      const count = Buffer.alloc(4);
      count.writeUInt32LE(this.#frames);
      writeSync(this.#file, count, 0, 4, 24);
    }
    closeSync(this.#file);
  }

  #append(bytes: Uint8Array): void {
    writeSync(this.#file, bytes, 0, bytes.length, this.#offset);
    this.#offset += bytes.length;
  }
}

/** The file header of IVF; the picture's size stands in a VP8 keyframe (RFC 6386 section 9.1). */
function ivfHeader(keyframe: Uint8Array): Buffer {
  const header = Buffer.alloc(IVF_HEADER_BYTES);
  header.write('DKIF', 0, 'latin1');
  header.writeUInt16LE(IVF_HEADER_BYTES, 6);
  header.write('VP80', 8, 'latin1');
  header.writeUInt16LE(((keyframe[6] ?? 0) | ((keyframe[7] ?? 0) << 8)) & 0x3fff, 12);
  header.writeUInt16LE(((keyframe[8] ?? 0) | ((keyframe[9] ?? 0) << 8)) & 0x3fff, 14);
  header.writeUInt32LE(TICKS_PER_SECOND, 16);
  header.writeUInt32LE(1, 20);
  return header;
}

function ivfFrameHeader(bytes: number, ticks: number): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt32LE(bytes, 0);
  header.writeBigUInt64LE(BigInt(Math.max(0, Math.round(ticks))), 4);
  return header;
}
