import { setTimeout as delay } from 'node:timers/promises';
import type { ExclusiveLock } from '../exclusive-lock.js';
import { type CoreSaves, STATE_INTERVAL_MS } from '../pipeline/core/core-stage.js';
import { keepBattery } from './replaced-battery.js';
import { type RestorableGame, resumeState, type StartingPoint, startFromSlot } from './restore-state.js';
import type { StateOrigin } from './save-file.js';
import { titleOfSave } from './save-name.js';
import { type NumberedSave, SaveStore } from './save-store.js';
import { SaveWriter } from './save-writer.js';
import { takeSavesLock } from './saves-lock.js';
import { Slots } from './slots.js';

/** How old (ms) the newest automatic state on the disk may be. */
const AUTOMATIC_INTERVAL_MS = 10_000;
/** How long (ms) the end waits for the core. */
const FINISH_MS = 1_000;

export interface SaveKeeperOptions extends StartingPoint {
  readonly dataDir: string;
  readonly gameSha256: string;
  /** What the game is called. */
  readonly title: string;
}

/** What the keeper needs of the pipeline at the end. */
export interface FinishableGame {
  /** Stops the game; rejects where its saves can't be read. */
  finish(): Promise<CoreSaves>;
}

/** Restores the saves of a game when it is hosted, and writes them while it is played. */
export class SaveKeeper {
  /** The states that people save and load. */
  readonly slots: Slots;
  readonly #options: SaveKeeperOptions;
  readonly #store: SaveStore;
  readonly #lock: ExclusiveLock | undefined;
  readonly #writer: SaveWriter | undefined;
  #core: StateOrigin | undefined;
  #saveRam: Buffer | undefined;
  /** Whether the battery's file holds what a state that was loaded doesn't have, and is kept nowhere else yet. */
  #isReplaced = false;
  #automaticTime = performance.now();
  #writesAutomatic = false;
  /** The newest state, until one is written that is as new; taken at a time in milliseconds since 1970. */
  #unwritten: { readonly payload: Buffer; readonly savedAtMs: number } | undefined;
  /** The state of the session before, where this one didn't go on from it, until it is out of the way. */
  #earlier: NumberedSave | undefined;
  #finishing = false;
  #failure: string | undefined;
  #closing: Promise<void> | undefined;

  /** Takes the saves of a game for this host alone. Where they can't be used it warns, and nothing is saved. */
  static async open(options: SaveKeeperOptions): Promise<SaveKeeper> {
    const store = new SaveStore(options.dataDir, options.gameSha256);
    let lock: ExclusiveLock | undefined;
    try {
      lock = await takeSavesLock(store.folder, options.dataDir);
      if (lock) await store.prepare(options.title);
      else options.warn('Another host plays this game and saves it: of this one nothing is saved.');
      const keeper = new SaveKeeper(options, store, lock);
      await keeper.slots.look();
      return keeper;
    } catch (error) {
      await lock?.close();
      options.warn(`Nothing can be saved in ${store.folder} (${(error as Error).message}).`);
      return new SaveKeeper(options, store, undefined);
    }
  }

  private constructor(options: SaveKeeperOptions, store: SaveStore, lock: ExclusiveLock | undefined) {
    this.#options = options;
    this.#store = store;
    this.#lock = lock;
    this.#writer = lock && new SaveWriter(store);
    this.slots = new Slots(store, this.#writer);
  }

  /**
   * Gives the game its save RAM, and the state to go on from where that is wanted; before its first step.
   *
   * @throws CloudgameError where the slot that was named can't be gone on from.
   */
  async restore(game: RestorableGame): Promise<void> {
    const { slot } = this.#options;
    try {
      if (this.#lock && game.core.abilities.has('saveRam')) await this.#restoreSaveRam(game);
      if (this.#lock && game.core.abilities.has('states')) {
        const start = slot === undefined ? this.#options : { ...this.#options, resume: false };
        this.#earlier = await resumeState(this.#store, game, start);
      }
      if (slot !== undefined) await startFromSlot(slot, this.slots, game);
    } finally {
      this.#core = { name: game.core.name, version: game.core.version };
      this.#automaticTime = performance.now();
    }
  }

  /** Takes a state of the game; it is written where the last one would be too old before the next comes. */
  takeState(state: Buffer): void {
    if (this.#finishing) return;
    this.#unwritten = { payload: state, savedAtMs: Date.now() };
    const age = performance.now() - this.#automaticTime;
    // One that the disk is still at is not waited for: the next state is newer.
    if (age + STATE_INTERVAL_MS > AUTOMATIC_INTERVAL_MS && !this.#writesAutomatic)
      this.#writeAutomatic(this.#unwritten);
  }

  /** Takes the save RAM; it is written where it changed. */
  takeSaveRam(saveRam: Buffer): void {
    if (!this.#writer || !this.#core || this.#saveRam?.equals(saveRam)) return;
    const before = this.#saveRam;
    this.#saveRam = saveRam;
    this.#writer
      .writeBattery(saveRam, () => this.#keepReplaced())
      .then(
        () => this.#succeed(),
        (error: Error) => {
          // Tried again with the next reading.
          if (this.#saveRam === saveRam) this.#saveRam = before;
          this.#fail(error);
        },
      );
  }

  /**
   * Takes the save RAM of a state that was loaded, where it is not what the game had: what is on the disk would be lost
   * with the next writing, and is kept beside it.
   */
  takeLoadedSaveRam(saveRam: Buffer): void {
    if (!this.#writer || this.#saveRam?.equals(saveRam)) return;
    this.#isReplaced = true;
    this.#writer.inTurn(() => this.#keepReplaced()).catch((error: Error) => this.#fail(error));
  }

  /** Stops the game, and writes how it stands, whatever the age of what was written before. */
  async finish(game: FinishableGame): Promise<void> {
    this.#finishing = true;
    const patience = new AbortController();
    const saves = await Promise.race([
      game.finish().catch(() => undefined),
      delay(FINISH_MS, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    if (saves?.saveRam) this.takeSaveRam(saves.saveRam);
    // A core that is dead or hangs goes on from where it was well.
    const last = saves?.state ? { payload: saves.state, savedAtMs: Date.now() } : this.#unwritten;
    if (last) this.#writeAutomatic(last);
  }

  /** Resolves when everything is written. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#writer?.close();
    await this.#lock?.close();
  }

  async #restoreSaveRam(game: RestorableGame): Promise<void> {
    let saveRam: Buffer | undefined;
    try {
      saveRam = await this.#store.read({ kind: 'battery' });
    } catch (error) {
      await this.#setBatteryAside(`The save RAM can't be read (${(error as Error).message})`);
      return;
    }
    if (!saveRam) return;
    const refusal = await game.loadSaveRam(saveRam);
    if (refusal === undefined) this.#saveRam = saveRam;
    else await this.#setBatteryAside(`The core refused the save RAM (${refusal})`);
  }

  /** Out of the way of the new one; where that can't be, the folder is one that nothing is written to. */
  async #setBatteryAside(reason: string): Promise<void> {
    const where = await this.#store.setBatteryAside().then(
      (path) => `it is kept as ${path}`,
      (error: Error) => `it can't be set aside (${error.message})`,
    );
    this.#options.warn(`${reason}; ${where}.`);
  }

  /** Rejects where it can't be kept: it is not to be written over then. */
  async #keepReplaced(): Promise<void> {
    if (!this.#isReplaced) return;
    this.#isReplaced = false;
    try {
      const kept = await keepBattery(this.#store);
      if (!kept) return;
      this.#options.warn(
        `The state that was loaded has other save RAM: what was saved before is kept as ${titleOfSave(kept)} (cloudgame saves list).`,
      );
    } catch (error) {
      this.#isReplaced = true;
      throw error;
    }
  }

  #writeAutomatic(state: { readonly payload: Buffer; readonly savedAtMs: number }): void {
    if (!this.#writer || !this.#core) return;
    this.#automaticTime = performance.now();
    this.#writesAutomatic = true;
    this.#unwritten = undefined;
    const { gameSha256 } = this.#options;
    this.#keepEarlier();
    this.#writer
      .writeAutomatic({ core: this.#core, gameSha256, ...state })
      .then(
        () => this.#succeed(),
        (error: Error) => this.#fail(error),
      )
      .finally(() => {
        this.#writesAutomatic = false;
      });
  }

  /** Not before there is a newer state: until then the one of the session before is what to go on from. */
  #keepEarlier(): void {
    const earlier = this.#earlier;
    if (earlier?.kind !== 'automatic') return;
    this.#earlier = undefined;
    this.#writer?.keepAsEarlier(earlier).catch((error: Error) => this.#fail(error));
  }

  /** Says once what keeps saves from being written, and again only after it went away. */
  #fail({ message }: Error): void {
    if (this.#failure === message) return;
    this.#failure = message;
    this.#options.warn(`The game can't be saved (${message}). It is tried again while the game runs.`);
  }

  #succeed(): void {
    this.#failure = undefined;
  }
}
