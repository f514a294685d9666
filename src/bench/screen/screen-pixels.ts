/**
 * Difference (0 to 765, summed over the colours) from which on a pixel counts as another: more than what a codec makes of a still
 * picture, less than most things in games differ by.
 */
export const NOTICEABLE = 96;

/** Where a pixel's bits stand in memory: what an XImage of 32 bits per pixel says. */
export interface PixelLayout {
  readonly isLittleEndian: boolean;
  readonly redShift: number;
  readonly greenShift: number;
  readonly blueShift: number;
}

/** A part of the screen as it was at some moment. */
export interface ScreenPixels {
  readonly width: number;
  readonly height: number;
  /** Sum of red, green and blue of each pixel, 0 to 765, row by row. */
  readonly brightness: Uint16Array;
}

/**
 * Finds the layout of pixels from an XImage's masks.
 *
 * @throws RangeError unless a pixel takes 32 bits and each colour eight in a row.
 */
export function pixelLayout(image: {
  readonly byteOrder: number;
  readonly bitsPerPixel: number;
  readonly redMask: number | bigint;
  readonly greenMask: number | bigint;
  readonly blueMask: number | bigint;
}): PixelLayout {
  if (image.bitsPerPixel !== 32) {
    throw new RangeError(`The screen has ${image.bitsPerPixel} bits per pixel; 32 can be read.`);
  }
  return {
    isLittleEndian: image.byteOrder === 0,
    redShift: shiftOf(Number(image.redMask)),
    greenShift: shiftOf(Number(image.greenMask)),
    blueShift: shiftOf(Number(image.blueMask)),
  };
}

/** A pixel as 0xRRGGBB. */
export function colourAt(bytes: DataView, offset: number, layout: PixelLayout): number {
  const value = bytes.getUint32(offset, layout.isLittleEndian);
  const red = (value >>> layout.redShift) & 0xff;
  const green = (value >>> layout.greenShift) & 0xff;
  const blue = (value >>> layout.blueShift) & 0xff;
  return (red << 16) | (green << 8) | blue;
}

/** How far two colours (0xRRGGBB) are apart, summed over red, green and blue: 0 to 765. */
export function colourDistance(a: number, b: number): number {
  const red = Math.abs((a >> 16) - (b >> 16));
  const green = Math.abs(((a >> 8) & 0xff) - ((b >> 8) & 0xff));
  return red + green + Math.abs((a & 0xff) - (b & 0xff));
}

/** Sum of red, green and blue of a colour (0xRRGGBB): 0 to 765. */
export function brightnessOf(colour: number): number {
  return (colour >> 16) + ((colour >> 8) & 0xff) + (colour & 0xff);
}

function shiftOf(mask: number): number {
  const shift = Math.clz32(1) - Math.clz32(mask & -mask);
  if (mask >>> shift !== 0xff)
    throw new RangeError(`The screen's colours have a mask of ${mask.toString(16)}.`);
  return shift;
}
