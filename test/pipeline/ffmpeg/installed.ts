import { createRequire } from 'node:module';
import type { FfmpegProgram } from '../../../src/pipeline/ffmpeg/ffmpeg-program.js';
import { findFfmpeg } from '../../../src/pipeline/ffmpeg/ffmpeg-program.js';

/** The ffmpeg that a user of this machine would get. */
export const FFMPEG: FfmpegProgram = await findFfmpeg('h264');

/** Every ffmpeg on this machine that the product may meet: that one, and the old build inside a registry package. */
export const FFMPEGS: readonly FfmpegProgram[] = await all();

async function all(): Promise<FfmpegProgram[]> {
  const found = [FFMPEG];
  for (const path of ['ffmpeg', packaged()]) {
    if (path === undefined || found.some((one) => one.path === path)) continue;
    found.push(
      ...(await findFfmpeg('h264', path)
        .then((one) => [one])
        .catch(() => [])),
    );
  }
  return found;
}

function packaged(): string | undefined {
  try {
    return (createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string }).path;
  } catch {
    return undefined;
  }
}
