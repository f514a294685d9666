import koffi from 'koffi';
import { isKeyHeld, KEY_BYTES, type PlayerInput } from '../protocol/host-message.js';
import { characterOf, keyCodeOf, keyOfCode } from './key-codes.js';
import { CALLBACKS, type Pointer } from './libretro-api.js';

const KEYS = 8 * KEY_BYTES;
const FIRST_MODIFIER = 120;
const CAPS_LOCK = 57;
/** `retro_mod`, for the modifiers in their order: Ctrl, Shift, Alt, Meta, twice. */
const MODIFIER_FLAGS = [2, 1, 4, 8, 2, 1, 4, 8];
const SHIFT_FLAG = 1;
/** Ctrl, Alt or Meta: a key with one of them writes nothing. */
const COMMAND_FLAGS = 2 | 4 | 8;
/** Keys that switch something on and off. */
const LOCK_FLAGS: ReadonlyMap<number, number> = new Map([
  [83, 0x10],
  [CAPS_LOCK, 0x20],
  [71, 0x40],
]);
const CAPS_LOCK_FLAG = 0x20;

/** A key went down or up (`retro_keyboard_event_t`). */
export interface KeyEvent {
  readonly down: boolean;
  /** `retro_key`. */
  readonly code: number;
  /** UTF-32; 0 for none. */
  readonly character: number;
  /** `retro_mod`. */
  readonly modifiers: number;
}

/** The one keyboard of a computer, on which all players type. */
export class Keyboard {
  #keys = new Uint8Array(KEY_BYTES);
  #locks = 0;

  /** What a core is told that asks for a key (`retro_key`): 1 = held. */
  state(code: number): number {
    const key = keyOfCode(code);
    return key !== undefined && isKeyHeld(this.#keys, key) ? 1 : 0;
  }

  /** Takes the keys for a step; returns what changed, in the order in which it is to be told. */
  take(players: readonly PlayerInput[]): KeyEvent[] {
    const before = this.#keys;
    const now = new Uint8Array(KEY_BYTES);
    for (const { keys } of players) {
      for (let index = 0; keys && index < KEY_BYTES; index++) now[index]! |= keys[index]!;
    }
    if (now.every((byte, index) => byte === before[index])) return [];
    this.#keys = now;
    const changed = Array.from({ length: KEYS }, (_, key) => key).filter(
      (key) => isKeyHeld(now, key) !== isKeyHeld(before, key),
    );
    // Modifiers hold for the others that change in the same step; what goes up makes room for what goes down.
    const rank = (key: number) => (key >= FIRST_MODIFIER ? 0 : isKeyHeld(now, key) ? 2 : 1);
    changed.sort((one, other) => rank(one) - rank(other));
    return changed.flatMap((key) => this.#event(key) ?? []);
  }

  #event(key: number): KeyEvent | undefined {
    const code = keyCodeOf(key);
    if (code === undefined) return undefined;
    const down = isKeyHeld(this.#keys, key);
    if (down) this.#locks ^= LOCK_FLAGS.get(key) ?? 0;
    const modifiers = this.#locks | this.#heldModifiers();
    const writes = down && (modifiers & COMMAND_FLAGS) === 0;
    const shift = (modifiers & SHIFT_FLAG) !== 0;
    const character = writes ? characterOf(code, shift, (modifiers & CAPS_LOCK_FLAG) !== 0) : 0;
    return { down, code, character, modifiers };
  }

  #heldModifiers(): number {
    return MODIFIER_FLAGS.reduce(
      (flags, flag, index) => (isKeyHeld(this.#keys, FIRST_MODIFIER + index) ? flags | flag : flags),
      0,
    );
  }
}

/** Tells a core of a key, by the callback that it gave. */
export function tellKey(callback: Pointer, { down, code, character, modifiers }: KeyEvent): void {
  koffi.call(callback, CALLBACKS.keyboardEvent, down, code, character, modifiers);
}
