import { isKeyHeld, KEY_BYTES } from '../../cores/protocol/host-message.js';
import { FIRST_MODIFIER, KEY_EVENTS, KEY_WENT_DOWN, type KeyboardState } from '../protocol/input-packet.js';

/** Key events that wait for their steps; who types faster than that is no finger. */
const MOST_WAITING = 64;

/**
 * The keyboard of one seat, from packets that may be lost. What is typed reaches the game in its order: at most one key
 * goes down in a step, after the modifiers that it is pressed with, and none goes down and up in the same step.
 */
export class SeatKeys {
  #state: KeyboardState | undefined;
  #seen = 0;
  #waiting: number[] = [];
  readonly #keys = new Uint8Array(KEY_BYTES);

  /** Takes a packet's keys, none where the page gives the game no keyboard. */
  receive(state: KeyboardState | undefined): void {
    const before = this.#state;
    this.#state = state;
    if (!state) {
      this.forget();
      return;
    }
    const news = (state.eventCount - this.#seen) & 0xffff;
    this.#seen = state.eventCount;
    if (!before || news > KEY_EVENTS) this.#waiting = [];
    else if (news > 0) this.#waiting.push(...state.events.slice(-news));
    if (this.#waiting.length > MOST_WAITING) this.#waiting = [];
  }

  /** All keys are up. */
  forget(): void {
    this.#state = undefined;
    this.#waiting = [];
    this.#keys.fill(0);
  }

  /** The keys of the step that begins now, a bit each; `undefined` without a keyboard. */
  next(): Uint8Array | undefined {
    if (!this.#state) return undefined;
    // Where events were lost, and at the end of them, what is held counts.
    if (this.#waiting.length === 0) this.#keys.set(this.#state.held);
    else this.#playEvents();
    return this.#keys.slice();
  }

  #playEvents(): void {
    const changed = new Set<number>();
    let pressed = false;
    let past = false;
    while (this.#waiting.length > 0) {
      const event = this.#waiting[0]!;
      const key = event & ~KEY_WENT_DOWN;
      const down = (event & KEY_WENT_DOWN) !== 0;
      const isModifier = key >= FIRST_MODIFIER;
      if (changed.has(key) || (isModifier ? past : down && pressed)) return;
      this.#waiting.shift();
      if (isKeyHeld(this.#keys, key) === down) continue;
      this.#keys[key >> 3]! ^= 1 << (key & 7);
      changed.add(key);
      past ||= !isModifier;
      pressed ||= down && !isModifier;
    }
  }
}
