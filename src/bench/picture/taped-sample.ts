import type { PixelFormat } from '../../../cores/protocol/format.js';
import { readTape, type TapedEncoded, type TapedRaw } from '../../pipeline/trace/taped-picture.js';
import type { VideoCodec } from '../../protocol/control-message.js';

/** A stretch of a game's pictures of one size, encoded, and some of the originals. */
export interface TapedSample {
  readonly codec: VideoCodec;
  /** Sides of the encoded pictures against the originals'. */
  readonly scale: number;
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: PixelFormat;
  /** From a keyframe on, none left out. */
  readonly encoded: readonly TapedEncoded[];
  /** Originals, with the place in `encoded` of what became of them, in their order. */
  readonly originals: readonly { readonly data: Buffer; readonly index: number }[];
}

/**
 * Takes what can be compared from a tape: its pictures up to where their size changed, made or encoded.
 *
 * @returns `undefined` where there is none.
 */
export function takeSample(tape: Buffer): TapedSample | undefined {
  const raw = new Map<number, TapedRaw>();
  const encoded: TapedEncoded[] = [];
  let first: TapedRaw | undefined;
  for (const picture of readTape(tape)) {
    if (picture.type === 'encoded') {
      if (encoded[0] && encoded[0].scale !== picture.scale) break;
      if (encoded.length > 0 || picture.keyframe) encoded.push(picture);
      continue;
    }
    first ??= picture;
    if (!hasSameFormat(picture, first)) break;
    raw.set(picture.number, picture);
  }
  if (!first || !encoded[0]) return undefined;
  const { codec, scale } = encoded[0];
  const originals = encoded.flatMap(({ number }, index) => {
    const original = raw.get(number);
    // A picture that is sent again keeps its number: its first sending counts.
    raw.delete(number);
    return original ? [{ data: original.data, index }] : [];
  });
  const { width, height, pixelFormat } = first;
  return originals.length === 0
    ? undefined
    : { codec, scale, width, height, pixelFormat, encoded, originals };
}

function hasSameFormat(a: TapedRaw, b: TapedRaw): boolean {
  return a.width === b.width && a.height === b.height && a.pixelFormat === b.pixelFormat;
}
