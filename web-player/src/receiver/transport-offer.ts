import type { VideoCodec } from '../../../src/protocol/control-message.js';

/** What decides whether frames of a data channel can be decoded and seen. */
export interface FramesSituation {
  /** Why the browser can't do it at all, or not yet. */
  readonly unable?: string | undefined;
  readonly decoders: Readonly<Record<VideoCodec, boolean>>;
  /** The room's; unknown before the host says so. */
  readonly codec?: VideoCodec | undefined;
  /** Whether nobody can see the page. */
  readonly hidden: boolean;
  /** Whether the channel's sound can be heard as well. */
  readonly sound?: boolean | undefined;
  /** What went wrong with the decoder lately. */
  readonly trouble?: string | undefined;
}

/** What the page says it can receive, the best first; the reason is why it isn't more. */
export interface TransportOffer {
  readonly transports: string[];
  readonly reason?: string;
}

/** Tells which transports a page can receive now. */
export function offerTransports(situation: FramesSituation): TransportOffer {
  const reason = whyNotFrames(situation);
  if (reason !== undefined) return { transports: ['rtp'], reason };
  return { transports: ['frames', 'rtp', ...(situation.sound ? ['sound'] : [])] };
}

function whyNotFrames({ unable, decoders, codec, hidden, trouble }: FramesSituation): string | undefined {
  if (unable !== undefined) return unable;
  const decodable = codec === undefined ? decoders.vp8 || decoders.h264 : decoders[codec];
  if (!decodable) return `the browser has no decoder for ${codec ?? 'frames'}`;
  if (trouble !== undefined) return trouble;
  return hidden ? 'the page is hidden' : undefined;
}
