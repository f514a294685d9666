import { KEY_EVENTS, KEY_WENT_DOWN, KEYS, type KeyboardState } from '../../../src/protocol/input-packet.js';

/** The keys that a player holds, and the last that went down or up, as packets tell them. */
export class TypedKeys implements KeyboardState {
  readonly held = new Uint8Array(KEYS / 8);
  readonly events = new Uint8Array(KEY_EVENTS);
  eventCount = 0;

  get anyHeld(): boolean {
    return this.held.some((bits) => bits !== 0);
  }

  /** @returns whether that is news. */
  press(key: number): boolean {
    if (this.#isHeld(key)) return false;
    this.#change(key, KEY_WENT_DOWN);
    return true;
  }

  /** @returns whether that is news. */
  release(key: number): boolean {
    if (!this.#isHeld(key)) return false;
    this.#change(key, 0);
    return true;
  }

  releaseAll(): void {
    for (let key = 0; key < KEYS; key++) this.release(key);
  }

  #isHeld(key: number): boolean {
    return ((this.held[key >> 3]! >> (key & 7)) & 1) === 1;
  }

  #change(key: number, direction: number): void {
    this.held[key >> 3]! ^= 1 << (key & 7);
    this.events.copyWithin(0, 1);
    this.events[KEY_EVENTS - 1] = key | direction;
    this.eventCount = (this.eventCount + 1) & 0xffff;
  }
}
