import type { VideoCodec } from '../../protocol/control-message.js';

export interface SecondEncoderFailure {
  readonly reason: string;
  /** Until the next try. */
  readonly waitMs: number;
  /** Viewers who play nothing else than what it gave. */
  readonly pictureless: number;
  /** The room's. */
  readonly codec: VideoCodec;
}

/** Says to the person at the host what became of the second encoder, and of its viewers. */
export function describeFailure({ reason, waitMs, pictureless, codec }: SecondEncoderFailure): string {
  const others =
    pictureless === 0 ? '' : `, and ${pictureless} who can’t play ${codec.toUpperCase()} see no new picture`;
  return (
    `The second encoder of the picture, for viewers on narrow paths or without the room’s codec, failed: ${reason}. ` +
    `It is started again in ${waitMs / 1000} s; until then its viewers get the picture of the others${others}.`
  );
}
