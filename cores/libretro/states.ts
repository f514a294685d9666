import { Buffer } from 'node:buffer';
import { MAX_MESSAGE_BYTES } from '../protocol/message-reader.js';
import type { DiscDrive } from './disc-drive.js';
import type { Library } from './library.js';

/**
 * A core's states with a head by which those of other cores and games are told apart: cores read what they are given,
 * and crash of it. It costs nothing to check, since a core that is run ahead loads a state with every step.
 *
 *     7  magic
 *     1  version: 1, or 2 for a game of several discs
 *     8  of the SHA-256 of core and game; with version 2 its first 7 bytes, then the disc that is in, from 0
 *     …  the core's own bytes, 16-byte aligned
 *
 * Most cores leave the disc out of their states.
 */
const MAGIC = Buffer.from('CGLRTRO', 'latin1');
const PLAIN = 1;
const WITH_DISC = 2;
const VERSION_PLACE = MAGIC.length;
const DISC_PLACE = 15;
const HEAD_BYTES = 16;
const LARGEST_STATE = MAX_MESSAGE_BYTES - HEAD_BYTES - 1;

export class States {
  readonly #library: Library;
  readonly #head: Buffer;
  readonly #drive: DiscDrive | undefined;

  /**
   * @param identity - SHA-256 of core and game.
   * @param drive - of a game of several discs.
   */
  constructor(library: Library, identity: Buffer, drive: DiscDrive | undefined) {
    this.#library = library;
    this.#drive = drive;
    this.#head = Buffer.concat([MAGIC, Buffer.of(PLAIN), identity.subarray(0, HEAD_BYTES - 8)]);
  }

  /** Empty where the core can't save just now, or not in one message. The size is asked for anew: it may grow as the game goes on. */
  save(): Buffer {
    const size = this.#library.serializeSize();
    if (size > LARGEST_STATE) return Buffer.alloc(0);
    const state = Buffer.allocUnsafeSlow(HEAD_BYTES + size);
    this.#head.copy(state);
    if (this.#drive) {
      state[VERSION_PLACE] = WITH_DISC;
      state[DISC_PLACE] = this.#drive.current;
    }
    const saved = size > 0 && this.#library.serialize(state.subarray(HEAD_BYTES), size);
    return saved ? state : Buffer.alloc(0);
  }

  /** @throws Error, worded, where the state isn't of this core and game, or the core refuses it. */
  load(bytes: Uint8Array): void {
    const state = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (state.length <= HEAD_BYTES || !state.subarray(0, MAGIC.length).equals(MAGIC)) {
      throw new Error('This is not a saved state of a libretro core.');
    }
    const hasDisc = state[VERSION_PLACE] === WITH_DISC;
    const identityEnd = hasDisc ? DISC_PLACE : HEAD_BYTES;
    const identity = this.#head.subarray(VERSION_PLACE + 1, identityEnd);
    if (!hasDisc && state[VERSION_PLACE] !== PLAIN) {
      throw new Error('This state was saved by another version of cloudgame.');
    }
    if (!state.subarray(VERSION_PLACE + 1, identityEnd).equals(identity)) {
      throw new Error('This is a saved state of another game or core.');
    }
    const content = state.subarray(HEAD_BYTES);
    if (hasDisc && this.#drive) this.#drive.restore(state[DISC_PLACE]!, () => this.#unserialize(content));
    else this.#unserialize(content);
  }

  #unserialize(content: Buffer): void {
    if (!this.#library.unserialize(content, content.length)) {
      throw new Error('The core refuses this saved state: it is damaged, or of another version of the core.');
    }
  }
}
