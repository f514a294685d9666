import makeModule, { type TinyH264Module } from 'tinyh264/es/TinyH264.js';
import { type CodecLibrary, checkSize } from './codec-library.js';
import { type PictureSize, readPictureSize } from './h264-parameter-set.js';
import { splitUnits, UNIT_TYPES, unitType } from './h264-units.js';
import type { PlanarPicture } from './planar-picture.js';

const PICTURE_READY = 1;
/** More than the largest message of the `frames` channel. */
const UNIT_BYTES = 256 * 1024;
const POINTER_BYTES = 4;
/** Pictures come out as they go in. */
const WITHOUT_REORDERING = 1;

/** h264bsd, which decodes the baseline profile, as it comes with tinyh264. */
export class H264Library implements CodecLibrary {
  readonly #module: TinyH264Module;
  readonly #unit: number;
  /** Where the decoder writes address, width and height of a picture. */
  readonly #answer: number;
  #storage = 0;
  #parameterSet: Uint8Array | undefined;
  #size: PictureSize | undefined;

  private constructor(module: TinyH264Module) {
    this.#module = module;
    this.#unit = module._malloc(UNIT_BYTES);
    this.#answer = module._malloc(3 * POINTER_BYTES);
  }

  static async load(): Promise<CodecLibrary> {
    return new H264Library(await makeModule());
  }

  decode(frame: Uint8Array): PlanarPicture {
    let picture: PlanarPicture | undefined;
    for (const unit of splitUnits(frame)) {
      const type = unitType(unit);
      if (type === UNIT_TYPES.sequenceParameterSet) this.#begin(unit);
      if (this.#storage !== 0 && this.#decodeUnit(unit)) picture = this.#picture();
    }
    if (!picture) throw new Error('the decoder gave no picture');
    return picture;
  }

  /** A sequence of pictures of another kind begins with nothing of the one before. */
  #begin(parameterSet: Uint8Array): void {
    if (this.#parameterSet && sameBytes(this.#parameterSet, parameterSet)) return;
    const size = readPictureSize(parameterSet);
    checkSize(size.codedWidth, size.codedHeight);
    this.#size = size;
    this.#parameterSet = parameterSet.slice();
    const module = this.#module;
    if (this.#storage !== 0) {
      module._h264bsdShutdown(this.#storage);
      module._h264bsdFree(this.#storage);
    }
    this.#storage = module._h264bsdAlloc();
    module._h264bsdInit(this.#storage, WITHOUT_REORDERING);
  }

  #decodeUnit(unit: Uint8Array): boolean {
    if (unit.length > UNIT_BYTES) throw new Error('the frame is too long');
    const module = this.#module;
    module.HEAPU8.set(unit, this.#unit);
    const address = this.#answer;
    const width = address + POINTER_BYTES;
    const height = width + POINTER_BYTES;
    const result = module._h264bsdDecode(this.#storage, this.#unit, unit.length, address, width, height);
    return result === PICTURE_READY;
  }

  #picture(): PlanarPicture {
    const [address, codedWidth, codedHeight] = [0, 1, 2].map((index) =>
      this.#module.getValue(this.#answer + index * POINTER_BYTES, 'i32'),
    ) as [number, number, number];
    const size = this.#size!;
    if (codedWidth !== size.codedWidth || codedHeight !== size.codedHeight) {
      throw new Error('the picture is not of the size that was announced');
    }
    const pixels = codedWidth * codedHeight;
    const memory = this.#module.HEAPU8;
    const plane = (from: number, bytes: number, stride: number) => ({
      bytes: memory.subarray(address + from, address + from + bytes),
      stride,
    });
    return {
      width: size.width,
      height: size.height,
      luma: plane(0, pixels, codedWidth),
      blue: plane(pixels, pixels / 4, codedWidth / 2),
      red: plane(pixels * 1.25, pixels / 4, codedWidth / 2),
    };
  }
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
