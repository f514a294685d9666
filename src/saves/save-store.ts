import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MAX_MESSAGE_BYTES } from '../../cores/protocol/message-reader.js';
import { writeDurably } from '../durable-file.js';
import { copyTree } from './file-tree.js';
import { decodeSaveFileAside, encodeSaveFile, type SavedState, SaveFileFault } from './save-file.js';
import { AUTOMATIC_STATES, EARLIER_STATES, fileOfSave, parseSaveName, type SaveName } from './save-name.js';

/** Where the saves of all games lie. */
export function savesFolder(dataDir: string): string {
  return resolve(dataDir, 'saves');
}

/** A state that was taken by itself; a higher number is a newer one. */
export type NumberedSave = Extract<SaveName, { readonly kind: 'automatic' | 'earlier' }>;

const TITLE_FILE = 'title.txt';
/** No state and no save RAM that a core hands over is longer; a head is far shorter than that. */
const MOST_BYTES = 2 * MAX_MESSAGE_BYTES;

/** The saves of one game: files in a folder of its own. Each is replaced as a whole, and is on the disk when it is told. */
export class SaveStore {
  /** The folder of the user's data. */
  readonly dataDir: string;
  readonly gameSha256: string;
  readonly folder: string;

  /** @param gameSha256 - 64 lower-case hex digits. */
  constructor(dataDir: string, gameSha256: string) {
    if (!/^[0-9a-f]{64}$/.test(gameSha256)) throw new TypeError('gameSha256 is not 64 lower-case hex digits');
    this.dataDir = dataDir;
    this.gameSha256 = gameSha256;
    this.folder = join(savesFolder(dataDir), gameSha256);
  }

  /** Makes the folder, and takes away what a write left behind that was cut off; no other may be writing here. */
  async prepare(title: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.folder)) {
      if (name.endsWith('.tmp'))
        await rm(join(this.folder, name), { recursive: true }).catch(() => undefined);
    }
    if ((await this.readTitle()) === title) return;
    // On a full disk a game goes on from its saves, too: the title is for lists only.
    await writeDurably(join(this.folder, TITLE_FILE), `${title}\n`).catch(() => undefined);
  }

  /** What the game was called when it was played last; `undefined` where it never was, or that can't be told. */
  async readTitle(): Promise<string | undefined> {
    const title = await this.#read(TITLE_FILE).catch(() => undefined);
    return title?.toString('utf8').trim();
  }

  /** Save RAM first, then what the core writes by itself, then slots, then automatic states and those of earlier sessions, each from the newest on. */
  async list(): Promise<SaveName[]> {
    const saves = (await namesIn(this.folder)).flatMap((name) => {
      const save = parseSaveName(name);
      return save && fileOfSave(save) === name ? [save] : [];
    });
    // The folder is there for every core that could write to it.
    const filled = await namesIn(this.path({ kind: 'core-files' })).catch(() => []);
    return saves.filter(({ kind }) => kind !== 'core-files' || filled.length > 0).sort(compare);
  }

  path(save: SaveName): string {
    return join(this.folder, fileOfSave(save));
  }

  /** The bytes of a save's file; `undefined` where there is none. */
  read(save: SaveName): Promise<Buffer | undefined> {
    return this.#read(fileOfSave(save));
  }

  /**
   * @returns `undefined` where there is no such state.
   * @throws SaveFileFault where it is damaged, or can't be read.
   */
  async readState(save: SaveName): Promise<SavedState | undefined> {
    const bytes = await this.read(save).catch((cause: Error) => {
      throw new SaveFileFault(`can't be read (${cause.message})`, { cause });
    });
    return bytes && decodeSaveFileAside(bytes);
  }

  /** The automatic states, and those of earlier sessions, from the newest on; a damaged one comes as its fault. */
  async *automaticStates(): AsyncGenerator<{ save: NumberedSave; state: SavedState | SaveFileFault }> {
    for (const save of await this.#numbered()) {
      try {
        const state = await this.readState(save);
        if (state) yield { save, state };
      } catch (error) {
        if (!(error instanceof SaveFileFault)) throw error;
        yield { save, state: error };
      }
    }
  }

  /** Writes save RAM, raw: the form that every emulator has for it. */
  async writeBattery(bytes: Uint8Array): Promise<void> {
    await writeDurably(this.path({ kind: 'battery' }), bytes);
  }

  /** Keeps save RAM that its core refused out of the way of the next; returns where it is then. */
  async setBatteryAside(): Promise<string> {
    const aside = `${this.path({ kind: 'battery' })}.${Date.now()}.refused`;
    await rename(this.path({ kind: 'battery' }), aside);
    return aside;
  }

  /** Takes what a core wrote by itself from a copy of its folder, in place of what is there. */
  async replaceCoreFiles(from: string): Promise<void> {
    const place = this.path({ kind: 'core-files' });
    const copy = `${place}.tmp`;
    await rm(copy, { recursive: true, force: true });
    try {
      await copyTree(from, copy);
    } catch (error) {
      await rm(copy, { recursive: true, force: true });
      throw error;
    }
    await rm(place, { recursive: true, force: true });
    await rename(copy, place);
  }

  async writeSlot(slot: number, state: SavedState): Promise<void> {
    await writeDurably(this.path({ kind: 'slot', slot }), await encodeSaveFile(state));
  }

  /** Writes the newest automatic state, and only then removes the oldest. */
  async writeAutomatic(state: SavedState): Promise<void> {
    const before = await this.#numbered();
    const number = (before[0]?.number ?? 0) + 1;
    await writeDurably(this.path({ kind: 'automatic', number }), await encodeSaveFile(state));
    const automatic = before.filter(({ kind }) => kind === 'automatic');
    for (const save of automatic.slice(AUTOMATIC_STATES - 1)) await this.remove(save);
  }

  /** Keeps an automatic state from being replaced by the session that begins now, and drops the oldest of those. */
  async keepAsEarlier({ number }: NumberedSave): Promise<void> {
    await rename(this.path({ kind: 'automatic', number }), this.path({ kind: 'earlier', number }));
    const earlier = (await this.#numbered()).filter(({ kind }) => kind === 'earlier');
    for (const save of earlier.slice(EARLIER_STATES)) await this.remove(save);
  }

  async remove(save: SaveName): Promise<void> {
    await rm(this.path(save), { recursive: save.kind === 'core-files', force: true });
  }

  /** Removes everything of this game. */
  async removeAll(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What is taken by itself, from the newest on. */
  async #numbered(): Promise<NumberedSave[]> {
    const saves = (await this.list()).filter((save): save is NumberedSave => isNumbered(save));
    return saves.sort((a, b) => b.number - a.number);
  }

  async #read(name: string): Promise<Buffer | undefined> {
    const path = join(this.folder, name);
    try {
      if ((await stat(path)).size > MOST_BYTES) throw new Error('it is too large for a save');
      return await readFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

/** The games that have saves, by their SHA-256. */
export async function savedGames(dataDir: string): Promise<string[]> {
  return (await namesIn(savesFolder(dataDir))).filter((name) => /^[0-9a-f]{64}$/.test(name)).sort();
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function isNumbered({ kind }: SaveName): boolean {
  return kind === 'automatic' || kind === 'earlier';
}

const RANKS = {
  battery: 0,
  'replaced-battery': 1,
  'core-files': 2,
  slot: 3,
  automatic: 4,
  earlier: 5,
} as const;

function compare(a: SaveName, b: SaveName): number {
  if (a.kind === 'slot' && b.kind === 'slot') return a.slot - b.slot;
  if (a.kind === b.kind && 'number' in a && 'number' in b) return b.number - a.number;
  return RANKS[a.kind] - RANKS[b.kind];
}
