import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compareTaped } from '../../../src/bench/picture/compare-taped.js';
import { pictureQuality, readQuality } from '../../../src/bench/picture/picture-quality.js';
import { TemporaryFolder } from '../../../src/bench/temporary-folder.js';
import type { PictureFormat } from '../../../src/pipeline/frame.js';
import { PictureTape } from '../../../src/pipeline/trace/picture-tape.js';
import { frameSent, pictureMade } from '../../../src/pipeline/trace/trace-points.js';
import { VideoStage } from '../../../src/pipeline/video/video-stage.js';
import type { VideoCodec } from '../../../src/protocol/control-message.js';
import { Arrivals } from '../../pipeline/arrivals.js';
import { FFMPEG } from '../../pipeline/ffmpeg/installed.js';
import { patternFrame } from '../../pipeline/video/pattern-frame.js';

const NES: PictureFormat = { pixelFormat: 'xrgb8888', width: 256, height: 240 };
const SIGNAL = new AbortController().signal;

/** What is taped while a game of 30 pictures is encoded, of which one is kept raw. */
async function tapeOf(
  codec: VideoCodec,
  options: { format?: PictureFormat; bitrateBps?: number; late?: number; scale?: number },
) {
  const { format = NES, bitrateBps = 4_000_000, late = 0, scale = 1 } = options;
  const folder = await TemporaryFolder.make();
  onTestFinished(() => folder.remove());
  const path = join(folder.path, 'tape');
  const tape = await PictureTape.open(path);
  const encoded = new Arrivals<number>();
  const stage = new VideoStage({
    ffmpeg: FFMPEG,
    settings: { codec, framesPerSecond: 60, bitrateBps, scale },
    onFrame: (frame) => {
      frameSent.publish({ frame, scale, encodedTime: 0, sentTime: 0 });
      encoded.add(frame.stamp.number);
    },
    onRestart: () => {},
    onFailure: () => {},
  });
  for (let number = 1; number <= 30; number++) {
    const frame = patternFrame(number, format);
    const made = late === 0 ? frame : { ...patternFrame(number + late, format), stamp: frame.stamp };
    pictureMade.publish({ frame: made });
    stage.encode(frame, false);
    await encoded.reach(number);
  }
  await stage.close();
  await tape.close();
  return readFile(path);
}

test.each(['vp8', 'h264'] as const)(
  'pictures in %s are compared with those that they were made of',
  async (codec) => {
    const quality = await pictureQuality(await tapeOf(codec, {}), FFMPEG, SIGNAL);
    expect(quality).toMatchObject({ width: 256, height: 240, compared: 1 });
    expect(quality.ssim).toBeGreaterThan(0.98);
    expect(quality.psnrDb).toBeGreaterThan(35);
    // Colours are halved both ways, so less is left of them.
    expect(quality.ssimRgb).toBeLessThan(quality.ssim!);
    expect(quality.psnrRgbDb).toBeGreaterThan(20);
    expect(quality.psnrRgbDb).toBeLessThan(quality.psnrDb!);
  },
);

test('fewer bits leave less of a picture', async () => {
  const [many, few] = [await tapeOf('h264', {}), await tapeOf('h264', { bitrateBps: 100_000 })];
  const better = await pictureQuality(many, FFMPEG, SIGNAL);
  const worse = await pictureQuality(few, FFMPEG, SIGNAL);
  expect(worse.ssim).toBeLessThan(better.ssim!);
  expect(worse.psnrDb).toBeLessThan(better.psnrDb! - 5);
});

test('a picture is compared with its own original: the next one is told from it', async () => {
  const own = await pictureQuality(await tapeOf('vp8', {}), FFMPEG, SIGNAL);
  const next = await pictureQuality(await tapeOf('vp8', { late: 1 }), FFMPEG, SIGNAL);
  expect(next.psnrDb).toBeLessThan(own.psnrDb! - 10);
});

test('pictures with odd sides and of sixteen bits are compared too', async () => {
  const format: PictureFormat = { pixelFormat: 'rgb565', width: 161, height: 121 };
  const tape = await tapeOf('vp8', { format });
  expect(await pictureQuality(tape, FFMPEG, SIGNAL)).toMatchObject({ width: 162, height: 122, compared: 1 });
});

test('pictures that were sent larger are compared in what was sent, and in RGB at their own size', async () => {
  const same = await pictureQuality(await tapeOf('h264', {}), FFMPEG, SIGNAL);
  const larger = await pictureQuality(await tapeOf('h264', { scale: 2 }), FFMPEG, SIGNAL);
  expect(larger).toMatchObject({ width: 512, height: 480, compared: 1 });
  expect(larger.ssim).toBeGreaterThan(0.97);
  expect(larger.psnrRgbDb).toBeGreaterThan(same.psnrRgbDb! + 3);
  expect(larger.ssimRgb).toBeGreaterThan(same.ssimRgb!);
});

test('pictures are compared up to where their size changed on the way', async () => {
  const [first, second] = [await tapeOf('h264', {}), await tapeOf('h264', { scale: 0.5 })];
  expect(await pictureQuality(Buffer.concat([first, second]), FFMPEG, SIGNAL)).toMatchObject({
    width: 256,
    compared: 1,
  });
  expect(await pictureQuality(second, FFMPEG, SIGNAL)).toMatchObject({
    width: 128,
    height: 120,
    compared: 1,
  });
});

test('without pictures there is nothing to compare', async () => {
  expect(await pictureQuality(Buffer.alloc(0), FFMPEG, SIGNAL)).toEqual({});
});

test('an ffmpeg that can’t tell costs a word, not the run', async () => {
  const broken = { ...FFMPEG, path: process.execPath };
  const { picture, warnings } = await compareTaped(await tapeOf('vp8', {}), broken, SIGNAL);
  expect(picture).toEqual({});
  expect(warnings).toEqual([
    expect.stringMatching(/^The pictures could not be compared with their originals: /),
  ]);
});

test('no difference at all is 100 dB', () => {
  const log =
    '[Parsed_psnr_5 @ 0x1] PSNR y:inf u:inf v:inf average:inf min:inf max:inf\n[Parsed_ssim_4 @ 0x2] SSIM Y:1.000000 (inf) U:1.000000 (inf) V:1.000000 (inf) All:1.000000 (inf)';
  expect(readQuality(log)).toEqual({ ssim: 1, psnrDb: 100 });
});
