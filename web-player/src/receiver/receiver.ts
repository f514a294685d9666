import type { TransportKind } from '../../../src/protocol/control-message.js';
import type { MediaSample } from './media-sample.js';

/**
 * One way in which picture and sound reach the page: it is asked before the offer is made, and from then on shows
 * what arrives. A new way is a new class behind this interface, and one more entry in the hello's abilities.
 */
export interface Receiver {
  readonly transport: TransportKind;
  /** Number of the last frame decoded, for input packets; `NO_FRAME` where frames carry none. */
  readonly lastFrame: number;
  /** Whether input packets have to ask for a keyframe, because nothing else does. */
  readonly keyframeWanted: boolean;
  /** What arrived so far. */
  sample(): Promise<MediaSample>;
  close(): void;
}
