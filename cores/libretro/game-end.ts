import { writeSync } from 'node:fs';
import { CORE_MESSAGE } from '../protocol/core-message.js';
import { frameMessage } from '../protocol/message-reader.js';

const TO_HOST = 4;

/** The end to which a game comes by itself, as by its menu or by a computer that is switched off. */
export class GameEnd {
  #isReached = false;

  /** Whether the core isn't to be run any more: it need not expect that. */
  get isReached(): boolean {
    return this.#isReached;
  }

  /**
   * To be called after each step.
   *
   * @param hasShutDown - the core asked to be ended.
   * @param counts - `false` for a frame that is played ahead and taken back again.
   */
  finishStep(hasShutDown: boolean, counts: boolean): void {
    if (!hasShutDown || !counts || this.#isReached) return;
    this.#isReached = true;
    writeSync(TO_HOST, frameMessage(CORE_MESSAGE.ended, new Uint8Array()));
  }
}
