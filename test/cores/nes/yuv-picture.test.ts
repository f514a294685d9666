import { describe, expect, it } from 'vitest';
import { drawI420, yuvWord } from '../../../cores/nes/yuv-picture.js';

// Limited-range BT.601 of the corners of the colour cube.
const CORNERS = [
  { colour: 'black', rgb: 0x000000, yuv: [16, 128, 128] },
  { colour: 'white', rgb: 0xffffff, yuv: [235, 128, 128] },
  { colour: 'red', rgb: 0xff0000, yuv: [81, 90, 240] },
  { colour: 'green', rgb: 0x00ff00, yuv: [145, 54, 34] },
  { colour: 'blue', rgb: 0x0000ff, yuv: [41, 240, 110] },
  { colour: 'yellow', rgb: 0xffff00, yuv: [210, 16, 146] },
];

describe('a picture of palette words', () => {
  it.each(CORNERS)('has $colour as $yuv', ({ rgb, yuv }) => {
    expect(draw(Array.from({ length: 8 }, () => rgb))).toEqual([
      ...Array.from({ length: 8 }, () => yuv[0]),
      ...[yuv[1], yuv[1], yuv[2], yuv[2]],
    ]);
  });

  it('has 0 for black, with which jsnes fills what is not drawn', () => {
    expect(yuvWord(0x000000)).toBe(0);
  });

  it('has every pixel’s brightness in its place, and the mean colour of two by two', () => {
    const [red, white, blue, black] = [0xff0000, 0xffffff, 0x0000ff, 0x000000];
    // First row, second row.
    const picture = draw([red, white, blue, blue, white, black, black, blue]);
    expect(picture.slice(0, 8)).toEqual([81, 235, 41, 41, 235, 16, 16, 41]);
    // (90 + 3 × 128) / 4 = 118.5; (3 × 240 + 128) / 4 = 212; (240 + 3 × 128) / 4 = 156; (3 × 110 + 128) / 4 = 114.5
    expect(picture.slice(8)).toEqual([119, 212, 156, 115]);
  });
});

/** A picture of four by two pixels. */
function draw(colours: readonly number[]): number[] {
  const planes = new Uint8Array(12);
  drawI420(Uint32Array.from(colours, yuvWord), 4, planes);
  return [...planes];
}
