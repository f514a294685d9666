import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { TemporaryFolder } from '../../../src/bench/temporary-folder.js';
import type { PictureFormat } from '../../../src/pipeline/frame.js';
import { PictureTape } from '../../../src/pipeline/trace/picture-tape.js';
import { readTape } from '../../../src/pipeline/trace/taped-picture.js';
import { frameSent, pictureMade } from '../../../src/pipeline/trace/trace-points.js';
import { patternFrame } from '../video/pattern-frame.js';

const SMALL: PictureFormat = { pixelFormat: 'i420', width: 2, height: 2 };

async function openTape() {
  const folder = await TemporaryFolder.make();
  onTestFinished(() => folder.remove());
  const path = join(folder.path, 'tape');
  const tape = await PictureTape.open(path);
  return { tape, read: async () => [...readTape(await readFile(path))] };
}

function make(number: number, format: PictureFormat, pitch: number, pixels: Buffer): void {
  const { stamp } = patternFrame(number, { pixelFormat: 'xrgb8888', width: 16, height: 16 });
  pictureMade.publish({ frame: { stamp, format, pitch, pixels } });
}

function encode(number: number, keyframe: boolean, ...units: Buffer[]): void {
  const { stamp } = patternFrame(number, { pixelFormat: 'xrgb8888', width: 16, height: 16 });
  const frame = { stamp, codec: 'h264', keyframe, units };
  frameSent.publish({ frame, scale: 2, encodedTime: 0, sentTime: 0 });
}

test('a tape holds every encoded picture, and few of the originals, without what pads their rows', async () => {
  const { tape, read } = await openTape();
  make(28, SMALL, 4, Buffer.alloc(12));
  make(29, SMALL, 4, Buffer.from([1, 2, 0, 0, 3, 4, 0, 0, 5, 0, 6, 0]));
  encode(28, true, Buffer.from([9]), Buffer.from([8, 7]));
  encode(29, false, Buffer.from([6]));
  await tape.close();
  expect(await read()).toEqual([
    { type: 'raw', number: 29, ...SMALL, data: Buffer.from([1, 2, 3, 4, 5, 6]) },
    {
      type: 'encoded',
      number: 28,
      codec: 'h264',
      keyframe: true,
      scale: 2,
      units: [1, 2],
      data: Buffer.from([9, 8, 7]),
    },
    {
      type: 'encoded',
      number: 29,
      codec: 'h264',
      keyframe: false,
      scale: 2,
      units: [1],
      data: Buffer.from([6]),
    },
  ]);
});

test('a tape keeps what a picture was when it was made', async () => {
  const { tape, read } = await openTape();
  const pixels = Buffer.from([1, 2, 3, 4, 5, 6]);
  make(29, SMALL, 2, pixels);
  pixels.fill(0);
  await tape.close();
  expect((await read())[0]?.data).toEqual(Buffer.from([1, 2, 3, 4, 5, 6]));
});

test('a tape ends before it fills a disk, and can be read', async () => {
  const { tape, read } = await openTape();
  const large = Buffer.alloc(1_000_000);
  for (let number = 1; number <= 100; number++) {
    encode(number, number === 1, large);
    // The file takes what it can meanwhile.
    await new Promise(setImmediate);
  }
  await tape.close();
  const kept = (await read()).length;
  expect(kept).toBeGreaterThan(10);
  expect(kept).toBeLessThan(64);
});

test('nobody listens where no tape runs', async () => {
  const { tape } = await openTape();
  expect(pictureMade.hasSubscribers).toBe(true);
  await tape.close();
  expect([pictureMade, frameSent].some(({ hasSubscribers }) => hasSubscribers)).toBe(false);
});

test('a picture that broke off is passed over', async () => {
  const { tape, read } = await openTape();
  encode(1, true, Buffer.from([1]));
  await tape.close();
  const [picture] = await read();
  expect(picture).toBeDefined();
  expect([...readTape(Buffer.from([20, 0, 0, 0, 1, 0, 0, 0, 123]))]).toEqual([]);
});
