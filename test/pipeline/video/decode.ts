import type { EncodedFrame } from '../../../src/pipeline/frame.js';
import { FFMPEG } from '../ffmpeg/installed.js';
import { runFfmpeg } from '../ffmpeg/run-ffmpeg.js';

const START_CODE = Buffer.of(0, 0, 0, 1);

/**
 * Decodes frames of one size, the first of which is a keyframe.
 *
 * @returns their pixels, bytes B G R X.
 */
export async function decode(
  frames: readonly EncodedFrame[],
  width: number,
  height: number,
): Promise<Buffer[]> {
  const { codec } = frames[0]!;
  const stream = codec === 'vp8' ? ivf(frames, width, height) : annexB(frames);
  const input = ['-f', codec === 'vp8' ? 'ivf' : 'h264', '-i', 'pipe:0'];
  const output = ['-vsync', 'passthrough', '-pix_fmt', 'bgr0', '-f', 'rawvideo'];
  const pixels = await runFfmpeg(FFMPEG, [...input, ...output], stream);
  const size = width * height * 4;
  if (pixels.length !== frames.length * size) {
    throw new Error(`${pixels.length / size} pictures of ${width}×${height} came of ${frames.length} frames`);
  }
  return frames.map((_, index) => pixels.subarray(index * size, (index + 1) * size));
}

function ivf(frames: readonly EncodedFrame[], width: number, height: number): Buffer {
  const header = Buffer.alloc(32);
  header.write('DKIF', 0, 'latin1');
  header.writeUInt16LE(32, 6);
  header.write('VP80', 8, 'latin1');
  header.writeUInt16LE(width, 12);
  header.writeUInt16LE(height, 14);
  header.writeUInt32LE(60, 16);
  header.writeUInt32LE(1, 20);
  const pieces = frames.flatMap(({ units }, index) => {
    const frameHeader = Buffer.alloc(12);
    frameHeader.writeUInt32LE(units[0]!.length, 0);
    frameHeader.writeUInt32LE(index, 4);
    return [frameHeader, units[0]!];
  });
  return Buffer.concat([header, ...pieces]);
}

function annexB(frames: readonly EncodedFrame[]): Buffer {
  return Buffer.concat(frames.flatMap(({ units }) => units.flatMap((unit) => [START_CODE, unit])));
}
