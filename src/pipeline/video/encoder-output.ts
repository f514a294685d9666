import type { VideoCodec } from '../../protocol/control-message.js';
import { NAL_TYPE, nalType, parameterSets, splitLengthPrefixed } from '../container/avc.js';
import { FlvReader } from '../container/flv-reader.js';
import { IvfReader } from '../container/ivf-reader.js';
import { VIDEO_TICKS_PER_SECOND } from '../ffmpeg/encoder-arguments.js';
import { isVp8Keyframe } from '../rtp/vp8-payloader.js';

/** A picture as the encoder put it out. */
export interface EncoderPicture {
  /** Time stamp in the container's units. */
  readonly timestamp: number;
  readonly keyframe: boolean;
  /** As in `EncodedFrame`. */
  readonly units: readonly Buffer[];
}

/** Reads what a video encoder writes. */
export interface EncoderOutput {
  /** Takes the next piece, cut anywhere; returns the pictures that it completes. */
  push(piece: Buffer): EncoderPicture[];
  /** The time stamp under which a picture fed in at a tick of 1/90000 s comes out. */
  timestampOf(tick: number): number;
}

export function encoderOutput(codec: VideoCodec): EncoderOutput {
  return codec === 'vp8' ? new Vp8Output() : new H264Output();
}

class Vp8Output implements EncoderOutput {
  readonly #reader = new IvfReader();

  push(piece: Buffer): EncoderPicture[] {
    return this.#reader.push(piece).map(({ timestamp, data }) => ({
      timestamp,
      keyframe: isVp8Keyframe(data),
      units: [data],
    }));
  }

  timestampOf(tick: number): number {
    return tick;
  }
}

class H264Output implements EncoderOutput {
  readonly #reader = new FlvReader();

  push(piece: Buffer): EncoderPicture[] {
    return this.#reader.push(piece).map(({ timestamp, data }) => this.#picture(timestamp, data));
  }

  timestampOf(tick: number): number {
    return Math.round((tick * 1000) / VIDEO_TICKS_PER_SECOND);
  }

  #picture(timestamp: number, data: Buffer): EncoderPicture {
    const units = splitLengthPrefixed(data);
    const keyframe = units.some((unit) => nalType(unit) === NAL_TYPE.idr);
    const slices = units.filter((unit) => [NAL_TYPE.slice, NAL_TYPE.idr].includes(nalType(unit) as 1 | 5));
    const configuration = this.#reader.configuration;
    if (!keyframe || !configuration) return { timestamp, keyframe: false, units: slices };
    // The parameter sets come once in the stream; whoever joins here needs them in front (RFC 6184 section 8.4).
    return { timestamp, keyframe, units: [...parameterSets(configuration), ...slices] };
  }
}
