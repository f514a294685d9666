import makeModule, { type OgvFrame, type OgvVideoDecoder } from 'ogv/dist/ogv-decoder-video-vp8-wasm.js';
import wasmUrl from 'ogv/dist/ogv-decoder-video-vp8-wasm.wasm?url';
import { type CodecLibrary, checkSize } from './codec-library.js';
import type { PlanarPicture } from './planar-picture.js';

/** In a frame's first byte (RFC 6386, section 9.1). */
const IS_SHOWN = 0x10;
const KEYFRAME_HEADER_BYTES = 10;
/** Of the 16 bits of a side; the others are a hint to scale. */
const SIDE_BITS = 0x3fff;

/** libvpx's VP8 decoder, as it comes with ogv.js. */
export class Vp8Library implements CodecLibrary {
  readonly #module: OgvVideoDecoder;

  private constructor(module: OgvVideoDecoder) {
    this.#module = module;
  }

  static async load(): Promise<CodecLibrary> {
    const module = await makeModule({ locateFile: () => wasmUrl, videoFormat: {} });
    module.init(() => {});
    return new Vp8Library(module);
  }

  decode(frame: Uint8Array, keyframe: boolean): PlanarPicture | undefined {
    if (keyframe) checkKeyframe(frame);
    const decoded = decodeFrame(this.#module, frame);
    if (!decoded) {
      if ((frame[0] ?? IS_SHOWN) & IS_SHOWN) throw new Error('the decoder gave no picture');
      return undefined;
    }
    // Its memory is that of a later frame, after this one was drawn.
    this.#module.recycleFrame(decoded);
    const { cropWidth, cropHeight } = decoded.format;
    return { width: cropWidth, height: cropHeight, luma: decoded.y, blue: decoded.u, red: decoded.v };
  }
}

function decodeFrame(module: OgvVideoDecoder, frame: Uint8Array): OgvFrame | null {
  module.frameBuffer = null;
  module.processFrame(frame, () => {});
  return module.frameBuffer;
}

/** Sides as the header of a keyframe has them (RFC 6386, section 9.1). */
function checkKeyframe(frame: Uint8Array): void {
  if (frame.length < KEYFRAME_HEADER_BYTES) throw new Error('the keyframe is cut off');
  checkSize((frame[6]! | (frame[7]! << 8)) & SIDE_BITS, (frame[8]! | (frame[9]! << 8)) & SIDE_BITS);
}
