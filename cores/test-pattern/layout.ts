/**
 * Where the test pattern shows what, for those who draw it and for those who read it back from decoded pixels. Nothing
 * is imported here, so that it runs in a browser as well.
 */

/** A rectangle in units of 1/256 of the picture's width and 1/240 of its height: the same in every size. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const UNITS_WIDE = 256;
export const UNITS_HIGH = 240;

export const PLAYERS = 8;
export const TONE_HZ = 440;
export const BEEP_HZ = 1000;

const NUMBER_BITS = 32;
const CHECK_BITS = 16;
/** As large as a macroblock and aligned with them, so that the coarsest quantizer leaves black black. */
const BLOCK = 16;
const BLOCKS_PER_ROW = UNITS_WIDE / BLOCK;
const BLOCKS_TOP = 16;

/** A block per bit of the frame number and its check bits, the highest first; white is 1. */
export const FRAME_NUMBER_BLOCKS: readonly Area[] = Array.from(
  { length: NUMBER_BITS + CHECK_BITS },
  (_, index) => ({
    x: (index % BLOCKS_PER_ROW) * BLOCK,
    y: BLOCKS_TOP + Math.floor(index / BLOCKS_PER_ROW) * BLOCK,
    width: BLOCK,
    height: BLOCK,
  }),
);

/** A patch per player, black, and white in every frame in whose step the player holds a button. */
export const PATCHES: readonly Area[] = [
  { x: 16, y: 80, width: 64, height: 64 },
  ...[96, 136, 176, 216].map((x) => ({ x, y: 80, width: 32, height: 32 })),
  ...[96, 136, 176].map((x) => ({ x, y: 120, width: 32, height: 32 })),
];

/** Share of the brightness around the middle in which a block is neither black nor white. */
const UNDECIDED = 0.1;

/** Where an area lies in a picture of the given size, in whole pixels. */
export function areaInPixels(area: Area, width: number, height: number): Area {
  const left = Math.round((area.x * width) / UNITS_WIDE);
  const top = Math.round((area.y * height) / UNITS_HIGH);
  return {
    x: left,
    y: top,
    width: Math.round(((area.x + area.width) * width) / UNITS_WIDE) - left,
    height: Math.round(((area.y + area.height) * height) / UNITS_HIGH) - top,
  };
}

/** The bits that `FRAME_NUMBER_BLOCKS` show, in the same order. */
export function frameNumberBits(frameNumber: number): boolean[] {
  const check = checkSum(frameNumber);
  return [
    ...Array.from({ length: NUMBER_BITS }, (_, bit) => ((frameNumber >>> (NUMBER_BITS - 1 - bit)) & 1) === 1),
    ...Array.from({ length: CHECK_BITS }, (_, bit) => ((check >>> (CHECK_BITS - 1 - bit)) & 1) === 1),
  ];
}

/**
 * Reads the frame number back from a picture of any size.
 *
 * @param pixels - RGBA (or BGRX), rows without gaps.
 * @returns `undefined` where the picture shows none: garbled, torn between two frames, or no test pattern.
 */
export function readFrameNumber(
  pixels: ArrayLike<number>,
  width: number,
  height: number,
): number | undefined {
  let number = 0;
  let check = 0;
  for (const [index, block] of FRAME_NUMBER_BLOCKS.entries()) {
    const brightness = brightnessOf(pixels, width, height, block);
    if (Math.abs(brightness - 0.5) < UNDECIDED) return undefined;
    const bit = brightness > 0.5 ? 1 : 0;
    if (index < NUMBER_BITS) number = ((number << 1) | bit) >>> 0;
    else check = (check << 1) | bit;
  }
  return check === checkSum(number) ? number : undefined;
}

/**
 * Whether a player's patch is white.
 *
 * @param pixels - RGBA (or BGRX), rows without gaps.
 * @param player - from 0.
 */
export function isPatchLit(
  pixels: ArrayLike<number>,
  width: number,
  height: number,
  player: number,
): boolean {
  const patch = PATCHES[player];
  if (!patch) throw new RangeError(`The test pattern has no player ${player}.`);
  return brightnessOf(pixels, width, height, patch) > 0.5;
}

/** Mean brightness, 0 to 1, of an area's inner half, where neither scaling nor a codec mixes its neighbours in. */
function brightnessOf(pixels: ArrayLike<number>, width: number, height: number, area: Area): number {
  const left = Math.floor(((area.x + area.width / 4) * width) / UNITS_WIDE);
  const top = Math.floor(((area.y + area.height / 4) * height) / UNITS_HIGH);
  const right = Math.max(left + 1, Math.floor(((area.x + (area.width * 3) / 4) * width) / UNITS_WIDE));
  const bottom = Math.max(top + 1, Math.floor(((area.y + (area.height * 3) / 4) * height) / UNITS_HIGH));
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const offset = (y * width + x) * 4;
      sum += (pixels[offset] ?? 0) + (pixels[offset + 1] ?? 0) + (pixels[offset + 2] ?? 0);
    }
  }
  return sum / (3 * 255 * (right - left) * (bottom - top));
}

/** CRC-16 (polynomial 0x1021, start 0xFFFF) of the number's four bytes, the highest first. */
function checkSum(number: number): number {
  let crc = 0xffff;
  for (let bit = NUMBER_BITS - 1; bit >= 0; bit--) {
    const carry = ((crc >>> 15) ^ (number >>> bit)) & 1;
    crc = ((crc << 1) & 0xffff) ^ (carry ? 0x1021 : 0);
  }
  return crc;
}
