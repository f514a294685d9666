import { FFMPEG } from '../ffmpeg/installed.js';
import { runFfmpeg } from '../ffmpeg/run-ffmpeg.js';
import { oggOpus } from './ogg-opus.js';

/** Decodes Opus packets to stereo samples of 48 kHz. */
export async function decodeOpus(packets: readonly Buffer[]): Promise<Int16Array> {
  const args = ['-c:a', 'libopus', '-f', 'ogg', '-i', 'pipe:0', '-f', 's16le'];
  const samples = await runFfmpeg(FFMPEG, args, oggOpus(packets));
  return new Int16Array(new Uint8Array(samples).buffer);
}
