/** A picture as a decoder takes it. */
export interface DepacketizedFrame {
  readonly data: Buffer;
  /** Whether decoding can start here. */
  readonly keyframe: boolean;
}

/** Makes encoded frames of the RTP payloads of one codec. What comes from the network may be anything. */
export interface Depacketizer {
  /** Whether a payload begins a frame with which decoding can start. */
  startsKeyframe(payload: Buffer): boolean;
  /** Makes a frame of all of its payloads in their order; `undefined` where they are none. */
  assemble(payloads: readonly Buffer[]): DepacketizedFrame | undefined;
}
