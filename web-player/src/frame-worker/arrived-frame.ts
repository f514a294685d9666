import type { FrameMessage } from '../../../src/protocol/frame-message.js';
import type { Numbered } from './gap-watch.js';

/** A frame on its way from the channel to the display; times are `performance.now()` of the worker, ms. */
export interface ArrivedFrame extends Numbered {
  readonly message: FrameMessage;
  /** The message's length. */
  readonly bytes: number;
  readonly receivedTime: number;
  /** When the decoder got it: it may have waited for an earlier one that was sent again. */
  handedTime: number;
  decodedTime: number;
  drawnTime: number;
}
