import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import type { FfmpegProgram } from '../../pipeline/ffmpeg/ffmpeg-program.js';

const COMMON = ['-hide_banner', '-nostats', '-y'];
/** What ffmpeg says is kept up to here, characters. */
const MOST_LOG = 200_000;

/** Runs ffmpeg to its end; returns what it said. */
export async function runFfmpeg(
  { path }: FfmpegProgram,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const { stderr } = await execa(path, [...COMMON, ...args], {
    stdin: 'ignore',
    stdout: 'ignore',
    maxBuffer: MOST_LOG,
    cancelSignal: signal,
    env: { AV_LOG_FORCE_NOCOLOR: '1' },
  });
  return stderr;
}

export interface DecodeOptions {
  /** Arguments that name what to decode. */
  readonly input: readonly string[];
  readonly pictureBytes: number;
  /** Which pictures to keep, from 0, rising. */
  readonly chosen: readonly number[];
  /** File for them, I420 without anything around. */
  readonly output: string;
  readonly signal: AbortSignal;
}

/** Decodes all pictures, each one once, and keeps some. */
export async function decodeChosen(ffmpeg: FfmpegProgram, options: DecodeOptions): Promise<void> {
  const { input, pictureBytes, output, signal } = options;
  const chosen = new Set(options.chosen);
  const passThrough = ffmpeg.hasFpsMode ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough'];
  const decoding = execa(
    ffmpeg.path,
    [
      ...COMMON,
      '-loglevel',
      'error',
      ...input,
      ...passThrough,
      '-pix_fmt',
      'yuv420p',
      '-f',
      'rawvideo',
      'pipe:1',
    ],
    {
      stdin: 'ignore',
      buffer: { stdout: false, stderr: true },
      encoding: 'buffer',
      maxBuffer: MOST_LOG,
      cancelSignal: signal,
    },
  );
  const file = await open(output, 'w');
  let index = 0;
  let written = 0;
  let picture = Buffer.alloc(pictureBytes);
  let filled = 0;
  try {
    for await (const piece of decoding.stdout as unknown as Readable) {
      const bytes = piece as Buffer;
      for (let start = 0; start < bytes.length; ) {
        const copied = bytes.copy(picture, filled, start);
        start += copied;
        filled += copied;
        if (filled < pictureBytes) break;
        filled = 0;
        if (chosen.has(index++)) {
          await file.write(picture);
          written++;
          picture = Buffer.alloc(pictureBytes);
        }
      }
    }
    await decoding;
  } finally {
    await file.close();
  }
  if (written !== chosen.size) {
    throw new Error(`ffmpeg decoded ${index} pictures, and not all ${chosen.size} that were wished`);
  }
}
