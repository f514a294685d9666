import { Buffer } from 'node:buffer';
import { MAX_MESSAGE_BYTES } from '../protocol/message-reader.js';
import type { Library } from './library.js';

/**
 * A core's states with a head by which those of other cores and games are told apart: cores read what they are given,
 * and crash of it. It costs nothing to check, since a core that is run ahead loads a state with every step.
 *
 *     8  magic and version
 *     8  of the SHA-256 of core and game
 *     …  the core's own bytes, 16-byte aligned
 */
const MAGIC = Buffer.from('CGLRTRO\x01', 'latin1');
const HEAD_BYTES = 16;
const LARGEST_STATE = MAX_MESSAGE_BYTES - HEAD_BYTES - 1;

export class States {
  readonly #library: Library;
  readonly #head: Buffer;

  /** @param identity - SHA-256 of core and game. */
  constructor(library: Library, identity: Buffer) {
    this.#library = library;
    this.#head = Buffer.concat([MAGIC, identity.subarray(0, HEAD_BYTES - MAGIC.length)]);
  }

  /** Empty where the core can't save just now, or not in one message. The size is asked for anew: it may grow as the game goes on. */
  save(): Buffer {
    const size = this.#library.serializeSize();
    if (size > LARGEST_STATE) return Buffer.alloc(0);
    const state = Buffer.allocUnsafeSlow(HEAD_BYTES + size);
    this.#head.copy(state);
    const saved = size > 0 && this.#library.serialize(state.subarray(HEAD_BYTES), size);
    return saved ? state : Buffer.alloc(0);
  }

  /** @throws Error, worded, where the state isn't of this core and game, or the core refuses it. */
  load(bytes: Uint8Array): void {
    const state = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (state.length <= HEAD_BYTES || !state.subarray(0, MAGIC.length).equals(MAGIC)) {
      throw new Error('This is not a saved state of a libretro core.');
    }
    if (!state.subarray(0, HEAD_BYTES).equals(this.#head)) {
      throw new Error('This is a saved state of another game or core.');
    }
    const content = state.subarray(HEAD_BYTES);
    if (!this.#library.unserialize(content, content.length)) {
      throw new Error('The core refuses this saved state: it is damaged, or of another version of the core.');
    }
  }
}
