import { open, stat } from 'node:fs/promises';
import { CloudgameError } from '../errors.js';
import type { FilledSlot } from '../protocol/room-action.js';
import {
  coreFlag,
  misfit,
  type SavedState,
  SaveFileFault,
  type StateOrigin,
  savedTimeIn,
} from './save-file.js';
import type { SaveStore } from './save-store.js';
import type { SaveWriter } from './save-writer.js';

/** More than the head of a state has with any core's name and version. */
const HEAD_BYTES = 1024;

/** The slots of a game that is being played. */
export class Slots {
  readonly #store: SaveStore;
  readonly #writer: SaveWriter | undefined;
  readonly #filled = new Map<number, number>();

  /** @param writer - absent where nothing can be saved. */
  constructor(store: SaveStore, writer: SaveWriter | undefined) {
    this.#store = store;
    this.#writer = writer;
  }

  /** Which slots hold a state, and since when. */
  get filled(): readonly FilledSlot[] {
    return [...this.#filled].sort(([a], [b]) => a - b).map(([slot, savedAtMs]) => ({ slot, savedAtMs }));
  }

  /** Finds out which slots are filled. Rejects where the folder can't be read. */
  async look(): Promise<void> {
    for (const save of await this.#store.list()) {
      if (save.kind === 'slot') this.#filled.set(save.slot, await savedTime(this.#store.path(save)));
    }
  }

  /**
   * Saves a state; resolves when it would survive a power cut.
   *
   * @throws CloudgameError where it can't be saved; what was in the slot stays then.
   */
  async save(slot: number, core: StateOrigin, payload: Uint8Array): Promise<void> {
    if (!this.#writer) {
      throw new CloudgameError(
        'usage',
        'Nothing can be saved here: another host plays this game, or its folder of saves can’t be used.',
        'End the other host, or look at what the start of this one warned of.',
      );
    }
    const { gameSha256 } = this.#store;
    const savedAtMs = Date.now();
    try {
      await this.#writer.writeSlot(slot, { core, gameSha256, savedAtMs, payload });
    } catch (cause) {
      throw new CloudgameError(
        'usage',
        `Slot ${slot} can't be written (${(cause as Error).message}).`,
        'See whether the disk is full; what was in the slot is still there.',
        { cause },
      );
    }
    this.#filled.set(slot, savedAtMs);
  }

  /**
   * Reads a state for the core that plays the game.
   *
   * @throws CloudgameError where the slot is empty or damaged, or its state can't go on here.
   */
  async read(slot: number, coreName: string): Promise<SavedState> {
    // What is being written is waited for: it may be this slot.
    await this.#writer?.written();
    const state = await this.#readWhole(slot);
    if (!state) {
      const { filled } = this;
      throw new CloudgameError(
        'usage',
        `Slot ${slot} is empty.`,
        filled.length === 0
          ? 'No slot of this game is filled yet.'
          : `Slots that are filled: ${filled.map((other) => other.slot).join(', ')}.`,
      );
    }
    const game = { gameSha256: this.#store.gameSha256, coreName };
    const reason = misfit(state, game);
    if (reason === undefined) return state;
    const flag = coreFlag(state, game);
    throw new CloudgameError(
      'usage',
      `The state in slot ${slot} ${reason}.`,
      flag === undefined ? 'Take another slot.' : `Host the game with ${flag} for it, or take another slot.`,
    );
  }

  async #readWhole(slot: number): Promise<SavedState | undefined> {
    try {
      return await this.#store.readState({ kind: 'slot', slot });
    } catch (cause) {
      if (!(cause instanceof SaveFileFault)) throw cause;
      throw new CloudgameError('usage', `The state in slot ${slot} ${cause.message}.`, 'Take another slot.', {
        cause,
      });
    }
  }
}

/**
 * When the state in a file was saved, milliseconds since 1970: by its head, or by the file where that is damaged or
 * can't be read, which is told to whoever loads it.
 */
async function savedTime(path: string): Promise<number> {
  try {
    return savedTimeIn(await readHead(path));
  } catch {
    return (await stat(path)).mtimeMs;
  }
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
