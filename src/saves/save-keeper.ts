import { setTimeout as delay } from 'node:timers/promises';
import type { CoreHello } from '../../cores/protocol/core-message.js';
import { type ExclusiveLock, takeExclusiveLock } from '../exclusive-lock.js';
import { type CoreSaves, STATE_INTERVAL_MS } from '../pipeline/core/core-stage.js';
import { misfit, type SavedState, SaveFileFault } from './save-file.js';
import { localTime } from './save-list.js';
import { titleOfSave } from './save-name.js';
import { SaveStore } from './save-store.js';
import { SaveWriter } from './save-writer.js';

/** How old (ms) the newest automatic state on the disk may be. */
const AUTOMATIC_INTERVAL_MS = 10_000;
/** How long (ms) the end waits for the core. */
const FINISH_MS = 1_000;

/** Whether to go on from the newest automatic state, or whom to ask; without it the game begins anew. */
export type Resume = boolean | ((savedAtMs: number) => Promise<boolean>);

export interface SaveKeeperOptions {
  readonly dataDir: string;
  readonly gameSha256: string;
  /** What the game is called. */
  readonly title: string;
  readonly resume?: Resume | undefined;
  /** Takes a sentence for the person at the host. */
  readonly warn: (message: string) => void;
}

/** What the keeper needs of the pipeline to restore a game. */
export interface RestorableGame {
  readonly core: Pick<CoreHello, 'name' | 'version' | 'abilities'>;
  loadSaveRam(saveRam: Buffer): Promise<string | undefined>;
  loadState(state: Buffer): Promise<string | undefined>;
}

/** What the keeper needs of the pipeline at the end. */
export interface FinishableGame {
  /** Stops the game; rejects where its saves can't be read. */
  finish(): Promise<CoreSaves>;
}

/** Restores the saves of a game when it is hosted, and writes them while it is played. */
export class SaveKeeper {
  readonly #options: SaveKeeperOptions;
  readonly #store: SaveStore;
  readonly #lock: ExclusiveLock | undefined;
  readonly #writer: SaveWriter | undefined;
  #core: { readonly name: string; readonly version: string } | undefined;
  #saveRam: Buffer | undefined;
  #automaticTime = performance.now();
  #writesAutomatic = false;
  #finishing = false;
  #failure: string | undefined;
  #closing: Promise<void> | undefined;

  /** Takes the saves of a game for this host alone. Where they can't be used it warns, and nothing is saved. */
  static async open(options: SaveKeeperOptions): Promise<SaveKeeper> {
    const store = new SaveStore(options.dataDir, options.gameSha256);
    let lock: ExclusiveLock | undefined;
    try {
      lock = await takeExclusiveLock(store.folder);
      if (lock) await store.prepare(options.title);
      else options.warn('Another host plays this game and saves it: of this one nothing is saved.');
      return new SaveKeeper(options, store, lock);
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
  }

  /** Gives the game its save RAM, and the newest automatic state where that is wanted; before its first step. */
  async restore(game: RestorableGame): Promise<void> {
    if (!this.#lock) return;
    try {
      if (game.core.abilities.has('saveRam')) await this.#restoreSaveRam(game);
      if (game.core.abilities.has('states')) await this.#restoreState(game);
    } finally {
      this.#core = { name: game.core.name, version: game.core.version };
      this.#automaticTime = performance.now();
    }
  }

  /** Takes a state of the game; it is written where the last one would be too old before the next comes. */
  takeState(state: Buffer): void {
    if (this.#finishing) return;
    const age = performance.now() - this.#automaticTime;
    // One that the disk is still at is not waited for: the next state is newer.
    if (age + STATE_INTERVAL_MS > AUTOMATIC_INTERVAL_MS && !this.#writesAutomatic)
      this.#writeAutomatic(state);
  }

  /** Takes the save RAM; it is written where it changed. */
  takeSaveRam(saveRam: Buffer): void {
    if (!this.#writer || !this.#core || this.#saveRam?.equals(saveRam)) return;
    const before = this.#saveRam;
    this.#saveRam = saveRam;
    this.#writer.writeBattery(saveRam).then(
      () => this.#succeed(),
      (error: Error) => {
        // Tried again with the next reading.
        if (this.#saveRam === saveRam) this.#saveRam = before;
        this.#fail(error);
      },
    );
  }

  /** Stops the game, and writes how it stands, whatever the age of what was written before. */
  async finish(game: FinishableGame): Promise<void> {
    this.#finishing = true;
    const patience = new AbortController();
    const saves = await Promise.race([
      // A core that is dead or hangs has been saved while it was well.
      game.finish().catch(() => undefined),
      delay(FINISH_MS, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    if (saves?.saveRam) this.takeSaveRam(saves.saveRam);
    if (saves?.state) this.#writeAutomatic(saves.state);
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
    const saveRam = await this.#store.read({ kind: 'battery' });
    if (!saveRam) return;
    const refusal = await game.loadSaveRam(saveRam);
    if (refusal === undefined) {
      this.#saveRam = saveRam;
      return;
    }
    const aside = await this.#store.setBatteryAside();
    this.#options.warn(`The core refused the save RAM (${refusal}); it is kept as ${aside}.`);
  }

  async #restoreState(game: RestorableGame): Promise<void> {
    const { resume, warn } = this.#options;
    if (resume === false) return;
    for await (const { save, state } of this.#store.automaticStates()) {
      const name = `The automatic state ${titleOfSave(save)}`;
      const fault =
        state instanceof SaveFileFault
          ? state.message
          : misfit(state, { gameSha256: this.#options.gameSha256, coreName: game.core.name });
      if (fault !== undefined || state instanceof SaveFileFault) {
        warn(`${name} ${fault}. The one before it is tried.`);
        continue;
      }
      if (!(await this.#wantsToResume(state))) return;
      const refusal = await game.loadState(Buffer.from(state.payload));
      if (refusal === undefined) {
        warn(`The game goes on where it was at ${localTime(state.savedAtMs)}.`);
        return;
      }
      warn(`${name} was refused by the core (${refusal}). The one before it is tried.`);
    }
    if (resume === true) warn('There is no automatic state to go on from: the game begins anew.');
  }

  async #wantsToResume({ savedAtMs }: SavedState): Promise<boolean> {
    const { resume, warn } = this.#options;
    if (typeof resume === 'function') return resume(savedAtMs);
    if (resume) return true;
    warn(`The game begins anew. With --resume it goes on where it was at ${localTime(savedAtMs)}.`);
    return false;
  }

  #writeAutomatic(payload: Buffer): void {
    if (!this.#writer || !this.#core) return;
    this.#automaticTime = performance.now();
    this.#writesAutomatic = true;
    const { gameSha256 } = this.#options;
    this.#writer
      .writeAutomatic({ core: this.#core, gameSha256, savedAtMs: Date.now(), payload })
      .then(
        () => this.#succeed(),
        (error: Error) => this.#fail(error),
      )
      .finally(() => {
        this.#writesAutomatic = false;
      });
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
