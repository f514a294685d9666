/**
 * The brightness of a picture in I420 as RGBA: black is 16 in its first plane, and white 235.
 *
 * @param pixels - whose rows have no gaps.
 */
export function greyOf(pixels: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const grey = new Uint8Array(width * height * 4);
  for (const [index, brightness] of pixels.subarray(0, width * height).entries()) {
    grey.fill(((brightness - 16) * 255) / 219, index * 4, index * 4 + 3);
  }
  return grey;
}
