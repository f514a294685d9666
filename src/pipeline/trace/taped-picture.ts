import * as v from 'valibot';
import { PIXEL_FORMATS, type PixelFormat } from '../../../cores/protocol/format.js';
import { videoCodec } from '../../protocol/control-message.js';

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What stands before the bytes of a picture on a tape (picture-tape.ts); pictures are tied by the number of their step. */
export const tapedHeader = v.variant('type', [
  /** A picture of the core, without padding between its rows. */
  v.object({
    type: v.literal('raw'),
    number,
    width: number,
    height: number,
    pixelFormat: v.picklist(Object.keys(PIXEL_FORMATS) as [PixelFormat, ...PixelFormat[]]),
  }),
  v.object({
    type: v.literal('encoded'),
    number,
    codec: videoCodec,
    keyframe: v.boolean(),
    /** Its sides against those of the raw picture. */
    scale: v.pipe(v.number(), v.gtValue(0)),
    /** How long each of its units is, bytes. */
    units: v.array(number),
  }),
]);
export type TapedHeader = v.InferOutput<typeof tapedHeader>;

export type TapedRaw = Extract<TapedHeader, { type: 'raw' }> & { readonly data: Buffer };
export type TapedEncoded = Extract<TapedHeader, { type: 'encoded' }> & { readonly data: Buffer };

/** Reads a tape: per picture `u32 length of the header, u32 length of the rest`, both little-endian, the header as JSON, the rest. A last picture that broke off is passed over. */
export function* readTape(tape: Buffer): Generator<TapedRaw | TapedEncoded> {
  for (let start = 0; start + 8 <= tape.length; ) {
    const body = start + 8 + tape.readUInt32LE(start);
    const end = body + tape.readUInt32LE(start + 4);
    if (end > tape.length) return;
    const header = v.parse(tapedHeader, JSON.parse(tape.toString('utf8', start + 8, body)));
    yield { ...header, data: tape.subarray(body, end) };
    start = end;
  }
}
