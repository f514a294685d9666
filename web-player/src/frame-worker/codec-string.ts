import type { VideoCodec } from '../../../src/protocol/control-message.js';
import { encodeHex } from '../../../src/protocol/hex.js';

/** What to ask browsers for before the first frame: what hosts make, H.264 in its constrained baseline profile. */
export const USUAL_CODEC_STRINGS: Readonly<Record<VideoCodec, string>> = { vp8: 'vp8', h264: 'avc1.42E01F' };

const SEQUENCE_PARAMETER_SET = 7;
const NAL_TYPE_BITS = 0x1f;
/** A parameter set stands at the beginning, after an access unit delimiter at most. */
const SEARCHED_BYTES = 64;

/**
 * Names a keyframe's codec as WebCodecs wants it; H.264 with profile, constraints and level out of its parameter set
 * (RFC 6381, section 3.3).
 */
export function codecString(codec: VideoCodec, keyframe: Uint8Array): string {
  if (codec === 'h264') {
    for (let at = 0; at + 6 < Math.min(keyframe.length, SEARCHED_BYTES); at++) {
      const startCode = keyframe[at] === 0 && keyframe[at + 1] === 0 && keyframe[at + 2] === 1;
      if (startCode && (keyframe[at + 3]! & NAL_TYPE_BITS) === SEQUENCE_PARAMETER_SET) {
        return `avc1.${encodeHex(keyframe.subarray(at + 4, at + 7))}`;
      }
    }
  }
  return USUAL_CODEC_STRINGS[codec];
}
