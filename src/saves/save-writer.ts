import type { SavedState } from './save-file.js';
import type { NumberedSave, SaveStore } from './save-store.js';

/**
 * Writes saves one after the other while the game goes on: hashes and the disk keep other threads busy than the one
 * that frames pass through. Each promise resolves when its bytes would survive a power cut.
 */
export class SaveWriter {
  readonly #store: SaveStore;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(store: SaveStore) {
    this.#store = store;
  }

  /**
   * Writes save RAM as it is now. Rejects with why it can't be written; the one before stays then.
   *
   * @param first - is done right before; where it rejects, nothing is written.
   */
  writeBattery(bytes: Uint8Array, first: () => Promise<void> = async () => {}): Promise<void> {
    const copy = Buffer.from(bytes);
    return this.#enqueue(async () => {
      await first();
      await this.#store.writeBattery(copy);
    });
  }

  /** Does something to the saves once everything handed over so far is written. */
  inTurn(action: () => Promise<void>): Promise<void> {
    return this.#enqueue(action);
  }

  writeAutomatic(state: SavedState): Promise<void> {
    const copy = copyOf(state);
    return this.#enqueue(() => this.#store.writeAutomatic(copy));
  }

  /** Keeps an automatic state from being replaced by those that are written next. */
  keepAsEarlier(save: NumberedSave): Promise<void> {
    return this.#enqueue(() => this.#store.keepAsEarlier(save));
  }

  /** @param slot - from 1 to `SLOTS`. */
  writeSlot(slot: number, state: SavedState): Promise<void> {
    const copy = copyOf(state);
    return this.#enqueue(() => this.#store.writeSlot(slot, copy));
  }

  /** Resolves when everything handed over so far is written or has failed. */
  async written(): Promise<void> {
    await this.#last;
  }

  /** Resolves when everything handed over is written or has failed. */
  close(): Promise<void> {
    this.#closed = true;
    return this.written();
  }

  #enqueue(write: () => Promise<void>): Promise<void> {
    if (this.#closed) return Promise.reject(new TypeError('the writer of saves is closed'));
    const written = this.#last.then(write);
    this.#last = written.catch(() => undefined);
    return written;
  }
}

function copyOf(state: SavedState): SavedState {
  return { ...state, payload: Buffer.from(state.payload) };
}
