import type { Writable } from 'node:stream';
import { pictureBytes, rowBytes } from '../../../cores/protocol/format.js';
import { writeNutFrameHeader, writeNutHeader } from '../container/nut-writer.js';
import { VIDEO_TICKS_PER_SECOND } from '../ffmpeg/encoder-arguments.js';
import type { PictureFormat, RawFrame } from '../frame.js';
import { PipeWriter } from '../pipe-writer.js';

/** Room for a frame's NUT header before its pixels, so that both go out in one write. */
const HEADER_ROOM = 64;
/** Black in I420, limited range. */
const BLACK_Y = 16;
const GREY_CBCR = 128;

interface Slot {
  readonly memory: Buffer;
  header: Buffer;
}

/**
 * Writes frames into an encoder's pipe, and never queues: while one is under way at most one more waits, and a newer
 * one takes its place. Pixels are copied once, without the padding of their rows, into memory that is reused.
 */
export class RawFrameWriter {
  readonly #pipe: PipeWriter;
  readonly #canvas: PictureFormat;
  readonly #pixelBytes: number;
  readonly #rowBytes: number;
  /** The one under way, and the one that waits or was written last. */
  #writing: Slot;
  #next: Slot;
  #busy = false;
  #waiting = false;
  /** Whether the next slot has a picture that isn't to be written unless it is repeated. */
  #kept = false;

  /** @param canvas - what the encoder takes; smaller pictures lie in its middle. */
  constructor(pipe: Writable, canvas: PictureFormat) {
    this.#pipe = new PipeWriter(pipe);
    this.#canvas = canvas;
    this.#rowBytes = rowBytes(canvas.pixelFormat, canvas.width);
    this.#pixelBytes = pictureBytes(canvas.pixelFormat, this.#rowBytes, canvas.height);
    this.#writing = this.#newSlot();
    this.#next = this.#newSlot();
    pipe.write(writeNutHeader({ kind: 'video', ...canvas }, VIDEO_TICKS_PER_SECOND));
  }

  /** Whether a frame is kept until the one before is through; the next one written takes its place. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /** The pixels of the newest frame, on its canvas; valid until the next one is written or kept. */
  get newest(): Buffer {
    const slot = this.#waiting || this.#kept ? this.#next : this.#writing;
    return slot.memory.subarray(HEADER_ROOM);
  }

  /**
   * Writes a frame, or keeps it until the one before is through.
   *
   * @param tick - its time stamp in 1/90000 s.
   */
  write(frame: Pick<RawFrame, 'pixels' | 'pitch' | 'format'>, tick: number): void {
    this.#copyPixels(frame, this.#next.memory);
    this.#offer(tick);
  }

  /** Makes a picture the newest without writing it; returns whether there is room, which one that waits has. */
  keep(frame: Pick<RawFrame, 'pixels' | 'pitch' | 'format'>): boolean {
    if (this.#waiting) return false;
    this.#copyPixels(frame, this.#next.memory);
    this.#kept = true;
    return true;
  }

  /** Writes the pixels of the newest frame once more, under a new time stamp. */
  repeat(tick: number): void {
    if (!this.#waiting && !this.#kept) this.#writing.memory.copy(this.#next.memory);
    this.#offer(tick);
  }

  #offer(tick: number): void {
    this.#next.header = writeNutFrameHeader(tick, this.#pixelBytes);
    this.#waiting = true;
    this.#kept = false;
    if (!this.#busy) this.#send();
  }

  #send(): void {
    const slot = this.#next;
    this.#next = this.#writing;
    this.#writing = slot;
    this.#waiting = false;
    const start = HEADER_ROOM - slot.header.length;
    slot.header.copy(slot.memory, start);
    this.#busy = !this.#pipe.write(slot.memory.subarray(start), () => {
      this.#busy = false;
      if (this.#waiting) this.#send();
    });
  }

  #copyPixels(
    { format, pitch, pixels }: Pick<RawFrame, 'pixels' | 'pitch' | 'format'>,
    memory: Buffer,
  ): void {
    const { width, height } = this.#canvas;
    const fills = format.width === width && format.height === height;
    if (fills && pitch === this.#rowBytes) {
      pixels.copy(memory, HEADER_ROOM, 0, this.#pixelBytes);
      return;
    }
    const { pixelFormat } = format;
    const content = rowBytes(pixelFormat, format.width);
    // Two by two pixels of I420 have one colour.
    const grain = pixelFormat === 'i420' ? 2 : 1;
    const left = rowBytes(pixelFormat, halfOf(width - format.width, grain));
    const top = halfOf(height - format.height, grain);
    // Around it stands what an earlier, larger picture left in this memory.
    if (!fills) this.#blacken(memory);
    let source = 0;
    let target = HEADER_ROOM;
    for (const divisor of pixelFormat === 'i420' ? [1, 2, 2] : [1]) {
      const rows = format.height / divisor;
      const sourcePitch = pitch / divisor;
      const targetPitch = this.#rowBytes / divisor;
      const corner = target + (top / divisor) * targetPitch + left / divisor;
      for (let row = 0; row < rows; row++) {
        const start = source + row * sourcePitch;
        pixels.copy(memory, corner + row * targetPitch, start, start + content / divisor);
      }
      source += rows * sourcePitch;
      target += (height / divisor) * targetPitch;
    }
  }

  #blacken(memory: Buffer): void {
    if (this.#canvas.pixelFormat !== 'i420') {
      memory.fill(0, HEADER_ROOM);
      return;
    }
    const colours = HEADER_ROOM + this.#rowBytes * this.#canvas.height;
    memory.fill(BLACK_Y, HEADER_ROOM, colours).fill(GREY_CBCR, colours);
  }

  #newSlot(): Slot {
    return { memory: Buffer.alloc(HEADER_ROOM + this.#pixelBytes), header: Buffer.alloc(0) };
  }
}

/** Half of it, in whole grains. */
function halfOf(pixels: number, grain: number): number {
  return Math.floor(pixels / 2 / grain) * grain;
}
