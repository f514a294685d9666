import type { EncodedFrame } from '../frame.js';
import { payloadH264 } from './h264-payloader.js';
import type { RtpPayload } from './payload.js';
import { payloadVp8 } from './vp8-payloader.js';

/** The RTP payloads of a rendition's newest frame: cut once, sent to all its viewers. */
export class SharedPayloads {
  #frame: EncodedFrame | undefined;
  #payloads: readonly RtpPayload[] = [];

  of(frame: EncodedFrame): readonly RtpPayload[] {
    if (frame !== this.#frame) {
      this.#frame = frame;
      this.#payloads = frame.codec === 'vp8' ? payloadVp8(frame.units[0]!) : payloadH264(frame.units);
    }
    return this.#payloads;
  }
}
