import type { StepResult } from './core.js';
import { type PixelFormat, rowBytes } from './format.js';

type Picture = NonNullable<StepResult['picture']>;

/** A copy of the bytes of a picture that can be seen: what pads its rows may hold anything. */
export function visibleBytes(picture: Picture, pixelFormat: PixelFormat): Buffer {
  const { width, height, pitch } = picture;
  const planes = [{ start: 0, rows: height, bytes: rowBytes(pixelFormat, width), pitch }];
  if (pixelFormat === 'i420') {
    const colour = { rows: height / 2, bytes: width / 2, pitch: pitch / 2 };
    const start = height * pitch;
    planes.push({ start, ...colour }, { start: start + colour.rows * colour.pitch, ...colour });
  }
  const rows = planes.flatMap((plane) =>
    Array.from({ length: plane.rows }, (_, row) => {
      const start = plane.start + row * plane.pitch;
      return picture.pixels.subarray(start, start + plane.bytes);
    }),
  );
  return Buffer.concat(rows);
}
