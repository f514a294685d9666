import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { writeNutFrameHeader, writeNutHeader } from '../../../src/pipeline/container/nut-writer.js';
import type { PictureFormat } from '../../../src/pipeline/frame.js';
import { RawFrameWriter } from '../../../src/pipeline/video/raw-frame-writer.js';
import { bytes } from '../pieces.js';

const CANVAS: PictureFormat = { pixelFormat: 'rgb565', width: 2, height: 2 };
const HEADER = writeNutHeader({ kind: 'video', ...CANVAS }, 90_000);

/** A pipe whose reader takes a write only when it is told to. */
class SlowPipe extends Writable {
  readonly written: Buffer[] = [];
  /** The writer's own memory that is being taken. */
  underWay: Buffer | undefined;
  #taken: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.written.push(Buffer.from(chunk));
    this.underWay = chunk;
    this.#taken = callback;
  }

  /** Takes what is under way; resolves when the writer knows. */
  async take(): Promise<void> {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function frame(pixels: Buffer, format = CANVAS, pitch = pixels.length / format.height) {
  return { format, pitch, pixels };
}

/** What was written, without the NUT headers, as hexadecimal digits. */
function pixelsOf(written: readonly Buffer[], size = 8): string[] {
  return written.slice(1).map((write) => write.toString('hex', write.length - size));
}

function openSlowly() {
  const pipe = new SlowPipe({ highWaterMark: 1 });
  const writer = new RawFrameWriter(pipe, CANVAS);
  return { pipe, writer };
}

describe('a raw frame writer', () => {
  it('writes the container’s header first, and each frame with its own in one write', async () => {
    const { pipe, writer } = openSlowly();
    await pipe.take();
    writer.write(frame(bytes('0102030405060708')), 3001);
    expect(pipe.written).toEqual([
      HEADER,
      Buffer.concat([writeNutFrameHeader(3001, 8), bytes('0102030405060708')]),
    ]);
  });

  it('keeps one frame waiting at most, and the newest is the one', async () => {
    const { pipe, writer } = openSlowly();
    await pipe.take();
    writer.write(frame(Buffer.alloc(8, 1)), 2);
    expect(writer.waiting).toBe(false);
    for (let number = 2; number <= 9; number++) {
      writer.write(frame(Buffer.alloc(8, number)), 2 * number);
      expect(writer.waiting).toBe(true);
      expect(pipe.writableLength).toBeLessThan(100);
    }
    await pipe.take();
    expect(writer.waiting).toBe(false);
    await pipe.take();
    await pipe.take();
    expect(pipe.written.slice(1)).toEqual([
      Buffer.concat([writeNutFrameHeader(2, 8), Buffer.alloc(8, 1)]),
      Buffer.concat([writeNutFrameHeader(18, 8), Buffer.alloc(8, 9)]),
    ]);
  });

  it('copies the pixels before it returns, so that their owner may use the memory again', async () => {
    const { pipe, writer } = openSlowly();
    await pipe.take();
    const memory = Buffer.alloc(8, 1);
    writer.write(frame(memory), 2);
    memory.fill(2);
    writer.write(frame(memory), 4);
    memory.fill(3);
    await pipe.take();
    await pipe.take();
    expect(pixelsOf(pipe.written)).toEqual(['01'.repeat(8), '02'.repeat(8)]);
  });

  it('does not touch a frame that is under way', async () => {
    const { pipe, writer } = openSlowly();
    await pipe.take();
    writer.write(frame(Buffer.alloc(8, 1)), 2);
    const sent = pipe.written.at(-1);
    for (let number = 2; number < 6; number++) writer.write(frame(Buffer.alloc(8, number)), 2 * number);
    writer.repeat(100);
    expect(pipe.underWay).toEqual(sent);
  });

  it('leaves out what pads the rows', async () => {
    const { pipe, writer } = openSlowly();
    await pipe.take();
    writer.write(frame(bytes('01020304 ffff 05060708 ffff'), CANVAS, 6), 2);
    expect(pixelsOf(pipe.written)).toEqual(['0102030405060708']);
  });

  it('writes the newest frame again under a new time stamp, be it waiting or written', async () => {
    const { pipe, writer } = openSlowly();
    await pipe.take();
    writer.write(frame(Buffer.alloc(8, 1)), 2);
    writer.repeat(5);
    await pipe.take();
    writer.write(frame(Buffer.alloc(8, 2)), 6);
    writer.repeat(9);
    await pipe.take();
    await pipe.take();
    expect(pipe.written.slice(1)).toEqual([
      Buffer.concat([writeNutFrameHeader(2, 8), Buffer.alloc(8, 1)]),
      Buffer.concat([writeNutFrameHeader(5, 8), Buffer.alloc(8, 1)]),
      Buffer.concat([writeNutFrameHeader(9, 8), Buffer.alloc(8, 2)]),
    ]);
  });

  it('passes everything through a pipe that is read, in order', async () => {
    const pipe = new PassThrough();
    const writer = new RawFrameWriter(pipe, CANVAS);
    const received: Buffer[] = [];
    pipe.on('data', (piece: Buffer) => received.push(Buffer.from(piece)));
    for (let number = 1; number <= 50; number++) {
      writer.write(frame(Buffer.alloc(8, number)), 2 * number);
      while (writer.waiting) await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const expected = Array.from({ length: 50 }, (_, index) =>
      Buffer.concat([writeNutFrameHeader(2 * index + 2, 8), Buffer.alloc(8, index + 1)]),
    );
    expect(Buffer.concat(received)).toEqual(Buffer.concat([HEADER, ...expected]));
  });
});

describe('a canvas larger than the picture', () => {
  const LARGE: PictureFormat = { pixelFormat: 'rgb565', width: 4, height: 4 };
  const FULL = frame(Buffer.alloc(32, 0xee), LARGE);

  async function writeAll(canvas: PictureFormat, ...frames: ReturnType<typeof frame>[]): Promise<string> {
    const pipe = new SlowPipe();
    const writer = new RawFrameWriter(pipe, canvas);
    await pipe.take();
    for (const [index, one] of frames.entries()) {
      writer.write(one, 2 * index);
      await pipe.take();
    }
    const size = canvas.width * canvas.height * 2;
    return pipe.written.at(-1)!.toString('hex', pipe.written.at(-1)!.length - size);
  }

  it('has the picture in its middle, and black around it', async () => {
    const small = frame(bytes('01020304 05060708'), { ...LARGE, width: 2, height: 2 });
    expect(await writeAll(LARGE, FULL, FULL, small)).toBe(
      bytes('0000000000000000 0000010203040000 0000050607080000 0000000000000000').toString('hex'),
    );
  });

  it('is black where only a row or a column is left over', async () => {
    const small = frame(Buffer.alloc(18, 0x11), { ...LARGE, width: 3, height: 3 });
    expect(await writeAll(LARGE, FULL, FULL, small)).toBe(
      bytes('1111111111110000 1111111111110000 1111111111110000 0000000000000000').toString('hex'),
    );
  });

  it('keeps the colour of I420 with its brightness, and is black around it too', async () => {
    const canvas: PictureFormat = { pixelFormat: 'i420', width: 6, height: 4 };
    const small = {
      format: { ...canvas, width: 2, height: 2 },
      pitch: 4,
      pixels: bytes('0102ffff0304ffff 05ff 06ff'),
    };
    const pipe = new SlowPipe();
    const writer = new RawFrameWriter(pipe, canvas);
    await pipe.take();
    writer.write(small, 0);
    await pipe.take();
    const expected = bytes(
      '1010 0102 1010  1010 0304 1010  1010 1010 1010  1010 1010 1010   80 05 80 80 80 80   80 06 80 80 80 80',
    );
    expect(pipe.written.at(-1)!.subarray(-expected.length).toString('hex')).toBe(expected.toString('hex'));
  });

  it('does not show the padding of rows that are as long as its own', async () => {
    // As emulators have it that draw 256 or 512 pixels into rows of 512.
    const padded = frame(bytes('01020304 ffffffff').subarray(0, 8), { ...LARGE, width: 2, height: 1 }, 8);
    expect(await writeAll({ ...LARGE, height: 1 }, padded)).toBe('0000' + '01020304' + '0000');
  });
});
