import type { HostMessage, RoomState } from '../../../src/protocol/control-message.js';
import type { Situation } from './situation.js';

/** What the host has said about the room since it let this viewer in. */
export class RoomView {
  #welcomed = false;
  #mayPlay = false;
  #seat: number | null = null;
  #state: RoomState = 'playing';
  #reason: string | undefined;
  #pictureShown = false;

  get welcomed(): boolean {
    return this.#welcomed;
  }

  /** The most important of all that is true at the same time. */
  get situation(): Situation {
    if (this.#state !== 'playing') return { state: this.#state, reason: this.#reason };
    if (!this.#pictureShown) return { state: 'connecting', step: 'picture' };
    if (this.#seat === null) return { state: 'watching', mayPlay: this.#mayPlay };
    return { state: 'live', seat: this.#seat };
  }

  take(message: HostMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#welcomed = true;
        this.#mayPlay = message.mayPlay;
        this.#seat = message.seat;
        this.#state = message.state;
        break;
      case 'seat':
        this.#seat = message.seat;
        break;
      case 'state':
        this.#state = message.state;
        this.#reason = message.reason;
        break;
    }
  }

  pictureShown(): void {
    this.#pictureShown = true;
  }

  /** A new connection begins: nothing of the old one holds. */
  forget(): void {
    this.#welcomed = false;
    this.#pictureShown = false;
    this.#reason = undefined;
  }
}
