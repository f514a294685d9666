import { type FileHandle, open } from 'node:fs/promises';
import { rowBytes } from '../../../cores/protocol/format.js';
import type { RawFrame } from '../frame.js';
import type { TapedHeader } from './taped-picture.js';
import { type FrameSent, frameSent, type PictureMade, pictureMade } from './trace-points.js';

/** Every so many pictures is kept raw: a prime, so that no animation goes in step with it; twice a second at 60 fps. */
const RAW_EVERY = 29;
/** The tape ends here: a minute and a half of a small picture, twenty seconds of a large one. */
const MOST_BYTES = 64e6;
/** A disk that is slower than this many bytes ends the tape too. */
const MOST_WAITING_BYTES = 16e6;

/** Keeps all encoded pictures of this process, and a few of those that they were made of: what an encoder costs in quality. */
export class PictureTape {
  readonly #file: FileHandle;
  #bytes = 0;
  #waitingBytes = 0;
  #ended = false;
  #writing: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  /** Rejects where the file can't be made. */
  static async open(path: string): Promise<PictureTape> {
    return new PictureTape(await open(path, 'w'));
  }

  private constructor(file: FileHandle) {
    this.#file = file;
    pictureMade.subscribe(this.#onPicture);
    frameSent.subscribe(this.#onEncoded);
  }

  /** Writes what is left; calling it again does nothing. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  readonly #onPicture = (message: unknown): void => {
    const { frame } = message as PictureMade;
    if (frame.stamp.number % RAW_EVERY !== 0) return;
    const { width, height, pixelFormat } = frame.format;
    const header = { type: 'raw', number: frame.stamp.number, width, height, pixelFormat } as const;
    this.#write(header, packedRows(frame));
  };

  readonly #onEncoded = (message: unknown): void => {
    const { frame, scale } = message as FrameSent;
    const { stamp, codec, keyframe, units } = frame;
    const lengths = units.map((unit) => unit.length);
    this.#write({ type: 'encoded', number: stamp.number, codec, keyframe, scale, units: lengths }, units);
  };

  #write(header: TapedHeader, body: readonly Buffer[]): void {
    if (this.#ended) return;
    const json = Buffer.from(JSON.stringify(header));
    const bodyBytes = body.reduce((sum, part) => sum + part.length, 0);
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32LE(json.length, 0);
    lengths.writeUInt32LE(bodyBytes, 4);
    const record = [lengths, json, ...body];
    const bytes = 8 + json.length + bodyBytes;
    this.#bytes += bytes;
    this.#waitingBytes += bytes;
    if (this.#bytes > MOST_BYTES || this.#waitingBytes > MOST_WAITING_BYTES) {
      this.#end();
      return;
    }
    this.#writing = this.#writing
      .then(async () => {
        await this.#file.writev(record);
        this.#waitingBytes -= bytes;
      })
      // A disk that is full costs the tape, not the game.
      .catch(() => this.#end());
  }

  /** What was taped up to here can be read; a gap in it couldn't. */
  #end(): void {
    this.#ended = true;
    pictureMade.unsubscribe(this.#onPicture);
    frameSent.unsubscribe(this.#onEncoded);
  }

  async #close(): Promise<void> {
    this.#end();
    await this.#writing;
    await this.#file.close();
  }
}

/** A copy of a picture's rows without the padding between them. */
function packedRows({ format, pitch, pixels }: RawFrame): Buffer[] {
  const { pixelFormat, width, height } = format;
  const bytes = rowBytes(pixelFormat, width);
  const rows: Buffer[] = [];
  let start = 0;
  for (const divisor of pixelFormat === 'i420' ? [1, 2, 2] : [1]) {
    for (let row = 0; row < height / divisor; row++) {
      rows.push(pixels.subarray(start, start + bytes / divisor));
      start += pitch / divisor;
    }
  }
  return [Buffer.concat(rows)];
}
