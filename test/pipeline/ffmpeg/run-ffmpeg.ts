import { execa } from 'execa';
import type { FfmpegProgram } from '../../../src/pipeline/ffmpeg/ffmpeg-program.js';

/** Runs an ffmpeg to its end with `input` on its stdin; returns what it wrote to its stdout. */
export async function runFfmpeg(
  ffmpeg: FfmpegProgram,
  args: readonly string[],
  input: Uint8Array,
): Promise<Buffer> {
  const { stdout } = await execa(ffmpeg.path, ['-loglevel', 'error', ...args, 'pipe:1'], {
    input,
    encoding: 'buffer',
    maxBuffer: 1024 * 1024 * 1024,
  });
  return Buffer.from(stdout);
}
