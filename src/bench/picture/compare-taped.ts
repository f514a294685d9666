import type { FfmpegProgram } from '../../pipeline/ffmpeg/ffmpeg-program.js';
import { pictureQuality } from './picture-quality.js';

/** What is left of the pictures on a host's tape; an ffmpeg that can't tell costs these figures only. */
export async function compareTaped(tape: Buffer, ffmpeg: FfmpegProgram, signal: AbortSignal) {
  try {
    return { picture: await pictureQuality(tape, ffmpeg, signal), warnings: [] };
  } catch (error) {
    signal.throwIfAborted();
    const reason = (error as Error).message.split('\n')[0]!;
    return { picture: {}, warnings: [`The pictures could not be compared with their originals: ${reason}`] };
  }
}
