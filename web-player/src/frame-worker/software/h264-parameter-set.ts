/** Pixels. */
export interface PictureSize {
  /** Whole macroblocks. */
  readonly codedWidth: number;
  readonly codedHeight: number;
  /** What of it is to be seen, from the left and the top. */
  readonly width: number;
  readonly height: number;
}

const START_CODE_BYTES = 3;
const BASELINE = 66;
const MACROBLOCK = 16;
/** Longest prefix of a code of 32 bits. */
const MOST_ZEROS = 31;

/**
 * Reads the size of pictures out of a sequence parameter set (ITU-T H.264, section 7.3.2.1.1).
 *
 * @param unit - with its start code.
 * @throws where the set is of another profile than baseline, or cut off.
 */
export function readPictureSize(unit: Uint8Array): PictureSize {
  const bits = new BitReader(withoutEmulation(unit.subarray(START_CODE_BYTES + 1)));
  const profile = bits.read(8);
  if (profile !== BASELINE) throw new Error(`H.264 of profile ${profile} is not for this decoder`);
  // Constraints and level, then the set's number and that of bits in frame numbers.
  bits.read(16);
  bits.readUnsigned();
  bits.readUnsigned();
  skipPictureOrder(bits);
  bits.readUnsigned();
  bits.read(1);
  const codedWidth = (bits.readUnsigned() + 1) * MACROBLOCK;
  const codedHeight = (bits.readUnsigned() + 1) * MACROBLOCK;
  const framesOnly = bits.read(1);
  if (!framesOnly) throw new Error('interlaced pictures are not for this decoder');
  bits.read(1);
  const isCropped = bits.read(1);
  // In 4:2:0 a unit is two pixels.
  const readCrop = () => (isCropped ? 2 * bits.readUnsigned() : 0);
  const [left, right, top, bottom] = [readCrop(), readCrop(), readCrop(), readCrop()];
  if (left > 0 || top > 0) throw new Error('a picture without its beginning is not for this decoder');
  const [width, height] = [codedWidth - right, codedHeight - bottom];
  if (width <= 0 || height <= 0) throw new Error('nothing of the picture is left');
  return { codedWidth, codedHeight, width, height };
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.readUnsigned();
  if (type === 0) bits.readUnsigned();
  if (type !== 1) return;
  bits.read(1);
  // Signed codes are as long as unsigned ones.
  bits.readUnsigned();
  bits.readUnsigned();
  const cycle = bits.readUnsigned();
  if (cycle > 255) throw new Error('the parameter set is wrong');
  for (let index = 0; index < cycle; index++) bits.readUnsigned();
}

/** Takes out the bytes that keep start codes from appearing (ITU-T H.264, section 7.4.1). */
function withoutEmulation(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => !(byte === 3 && at >= 2 && bytes[at - 1] === 0 && bytes[at - 2] === 0));
}

class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index++) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new Error('the parameter set is cut off');
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at += 1;
    }
    return value;
  }

  /** An Exp-Golomb code (ITU-T H.264, section 9.1). */
  readUnsigned(): number {
    let zeros = 0;
    while (this.read(1) === 0) {
      zeros += 1;
      if (zeros > MOST_ZEROS) throw new Error('the parameter set is wrong');
    }
    return 2 ** zeros - 1 + this.read(zeros);
  }
}
