import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PixelFormat } from '../../../cores/protocol/format.js';
import { encodedSize, sizeFilter } from '../../pipeline/ffmpeg/encoder-arguments.js';
import type { FfmpegProgram } from '../../pipeline/ffmpeg/ffmpeg-program.js';
import { Recording } from '../../viewer/recording.js';
import type { Measures } from '../report/measures.js';
import { TemporaryFolder } from '../temporary-folder.js';
import { decodeChosen, runFfmpeg } from './run-ffmpeg.js';
import { type TapedSample, takeSample } from './taped-sample.js';

type Quality = Omit<NonNullable<Measures['picture']>, 'bitrateBps'>;

/** ffmpeg's names of what cores give. */
const FFMPEG_FORMATS = {
  xrgb8888: 'bgr0',
  rgb565: 'rgb565le',
  xrgb1555: 'rgb555le',
  i420: 'yuv420p',
} as const satisfies Record<PixelFormat, string>;

/** Stands for no difference at all, of which there is no finite ratio, dB. */
const SAME_PSNR_DB = 100;
/** Of time stamps, which nothing but their order depends on here. */
const TICKS_PER_PICTURE = 1500;

/**
 * How much of the picture the encoder left, by ffmpeg's filters `ssim` and `psnr`: decoded pictures against those that
 * the core made, once in the pixels that encoders get, I420 of the size that is sent, and once in RGB of the core's own.
 *
 * @param tape - of a host, see picture-tape.ts.
 * @returns nothing where nothing was taped.
 */
export async function pictureQuality(
  tape: Buffer,
  ffmpeg: FfmpegProgram,
  signal: AbortSignal,
): Promise<Quality> {
  const sample = takeSample(tape);
  if (!sample) return {};
  const folder = await TemporaryFolder.make();
  try {
    return await compare(sample, folder.path, ffmpeg, signal);
  } finally {
    folder.remove();
  }
}

async function compare(
  sample: TapedSample,
  folder: string,
  ffmpeg: FfmpegProgram,
  signal: AbortSignal,
): Promise<Quality> {
  const file = (name: string) => join(folder, name);
  const { originals, width, height } = sample;
  record(sample, file('encoded'));
  await writeFile(
    file('original.raw'),
    originals.map(({ data }) => data),
  );
  const sent = encodedSize(sample);
  await decodeChosen(ffmpeg, {
    input: ['-f', sample.codec === 'vp8' ? 'ivf' : 'h264', '-i', file('encoded')],
    pictureBytes: (sent.width * sent.height * 3) / 2,
    chosen: originals.map(({ index }) => index),
    output: file('decoded.yuv'),
    signal,
  });
  const raw = (path: string, format: string, size: { width: number; height: number }) => [
    ...['-f', 'rawvideo', '-pixel_format', format, '-video_size', `${size.width}x${size.height}`],
    ...['-i', file(path)],
  ];
  const original = raw('original.raw', FFMPEG_FORMATS[sample.pixelFormat], sample);
  const decoded = raw('decoded.yuv', 'yuv420p', sent);
  // The same conversion as before the encoder, so that only the encoder's loss is left.
  const converted = ['-vf', sizeFilter(sample), '-pix_fmt', 'yuv420p', '-f', 'rawvideo'];
  await runFfmpeg(ffmpeg, [...original, ...converted, file('original.yuv')], signal);
  const measure = async (inputs: readonly string[], filter: string, decodedFilter = filter) => {
    const graph = [
      `[0:v]${filter},split[a1][a2]`,
      `[1:v]${decodedFilter},split[b1][b2]`,
      '[a1][b1]ssim[s]',
      '[a2][b2]psnr[p]',
    ].join(';');
    const outputs = ['-map', '[s]', '-map', '[p]', '-f', 'null', '-'];
    return readQuality(await runFfmpeg(ffmpeg, [...inputs, '-lavfi', graph, ...outputs], signal));
  };
  const encoder = await measure([...raw('original.yuv', 'yuv420p', sent), ...decoded], 'null');
  // A picture that was sent at its own size may have got a row of black; any other has the mean of what stands for a pixel.
  const asMade = sample.scale === 1 ? `crop=${width}:${height}:0:0` : `scale=${width}:${height}:flags=area`;
  const whole = await measure([...original, ...decoded], 'format=gbrp', `format=gbrp,${asMade}`);
  return {
    ...sent,
    ssim: encoder.ssim,
    psnrDb: encoder.psnrDb,
    ssimRgb: whole.ssim,
    psnrRgbDb: whole.psnrDb,
    compared: originals.length,
  };
}

function record({ codec, encoded }: TapedSample, path: string): void {
  const recording = new Recording(path);
  for (const [index, { keyframe, data, units }] of encoded.entries()) {
    const content = codec === 'h264' ? withStartCodes(data, units) : data;
    recording.write({ codec, keyframe, data: content, ticks: index * TICKS_PER_PICTURE });
  }
  recording.close();
}

/** NAL units as a stream of bytes (ITU-T H.264 annex B). */
function withStartCodes(data: Buffer, units: readonly number[]): Buffer {
  const parts: Buffer[] = [];
  let start = 0;
  for (const length of units) {
    parts.push(START_CODE, data.subarray(start, start + length));
    start += length;
  }
  return Buffer.concat(parts);
}

const START_CODE = Buffer.from([0, 0, 0, 1]);

/** Reads what the filters say at their end. */
export function readQuality(log: string): { readonly ssim: number; readonly psnrDb: number } {
  const ssim = Number(/\] SSIM .*All:([\d.]+)/.exec(log)?.[1]);
  const average = /\] PSNR .*average:([\d.]+|inf)/.exec(log)?.[1];
  const psnrDb = average === 'inf' ? SAME_PSNR_DB : Math.min(SAME_PSNR_DB, Number(average));
  if (Number.isNaN(ssim) || Number.isNaN(psnrDb)) throw new Error('ffmpeg did not say how pictures compare');
  return { ssim: Math.min(1, ssim), psnrDb };
}
