import type { VideoCodec } from '../../../src/protocol/control-message.js';
import type { ArrivedFrame } from './arrived-frame.js';

/** Which codecs can be decoded. */
export type Decoders = Readonly<Record<VideoCodec, boolean>>;

/** Brings frames onto the canvas: decoders come and go with connections, the canvas stays. */
export interface FrameScreen {
  /** Pixels of the last picture. */
  readonly width: number;
  readonly height: number;
  /**
   * Gets decoders ready.
   *
   * @param codec - the room's; `undefined` before the host has said it.
   * @returns what can be decoded from now on; `undefined` where that depends on the codec.
   * @throws where nothing can be.
   */
  load(codec: VideoCodec | undefined): Promise<Decoders | undefined>;
  decoder(events: DecoderEvents): PictureDecoder;
}

export interface PictureDecoder {
  /** Takes frames in their order, from a keyframe on. */
  decode(frame: ArrivedFrame): void;
  /** Gives up what is in it. It can go on with a keyframe. */
  close(): void;
}

export interface DecoderEvents {
  /** The frame, which has its `decodedTime`, is on the canvas. */
  onDrawn(frame: ArrivedFrame): void;
  /** The frames in it are too many: it was emptied, and goes on with a keyframe. */
  onBehind(): void;
  /** The decoder was given up; the next keyframe would make a new one. */
  onFailure(reason: string): void;
}
