import type { HostMessage, TransportKind } from '../../../src/protocol/control-message.js';
import type { MediaSample } from './media-sample.js';

/** How picture and sound of one connection reach the page; it is made before the offer, and shows what arrives. */
export interface Receiver {
  /** The way of the picture that is seen. */
  readonly transport: TransportKind;
  /** Number of the last message decoded, for input packets; `NO_FRAME` where none came. */
  readonly lastFrame: number;
  /** Whether input packets have to ask for a keyframe, because nothing else does. */
  readonly keyframeWanted: boolean;
  /** Called when the wish for a keyframe comes or goes. */
  onWish: (() => void) | undefined;
  /** Takes the channel for encoded frames, in the task in which it was made: later it can't go to a worker. */
  takeFrames(channel: RTCDataChannel): void;
  /** What comes of this connection is shown from now on, and nothing of one before it; called once. */
  begin(): void;
  /** The transports that the page can receive, for its hello; changes are sent from then on. */
  introduce(): string[];
  take(message: HostMessage): void;
  /** What arrived so far. */
  sample(): Promise<MediaSample>;
  close(): void;
}
