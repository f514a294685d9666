import { stat } from 'node:fs/promises';
import { measureTree } from './file-tree.js';
import { SaveFileFault } from './save-file.js';
import { isSaveRam, type SaveName, titleOfSave } from './save-name.js';
import { SaveStore, savedGames } from './save-store.js';

/** A save, as lists show it. */
export interface ListedSave {
  /** SHA-256 of the game, in hex. */
  readonly gameSha256: string;
  /** What the game was called when it was played last. */
  readonly game: string | undefined;
  /** `battery`, `battery-2`, `core-files`, `slot-1`, `auto-7`. */
  readonly name: string;
  readonly kind: SaveName['kind'];
  /** ISO 8601, UTC. */
  readonly savedAt: string;
  readonly bytes: number;
  /** How many files of a core's own it is. */
  readonly files?: number;
  /** Core that made it; save RAM belongs to none. */
  readonly core?: { readonly name: string; readonly version: string };
  /** What is wrong with it. */
  readonly fault?: string;
}

/** Everything that is saved, of all games or of one. */
export async function listSaves(dataDir: string, only?: SaveStore): Promise<ListedSave[]> {
  const stores = only ? [only] : (await savedGames(dataDir)).map((sha256) => new SaveStore(dataDir, sha256));
  const lists: ListedSave[] = [];
  for (const store of stores) {
    const game = await store.readTitle();
    for (const save of await store.list()) lists.push(await describe(store, game, save));
  }
  return lists;
}

async function describe(store: SaveStore, game: string | undefined, save: SaveName): Promise<ListedSave> {
  const { gameSha256 } = store;
  const { mtime, size: bytes } = await stat(store.path(save));
  const listed = { gameSha256, game, name: titleOfSave(save), kind: save.kind, bytes };
  if (save.kind === 'core-files') {
    const tree = await measureTree(store.path(save));
    return {
      ...listed,
      bytes: tree.bytes,
      files: tree.files,
      savedAt: new Date(tree.changedMs || mtime).toISOString(),
    };
  }
  if (isSaveRam(save)) return { ...listed, savedAt: mtime.toISOString() };
  try {
    const state = await store.readState(save);
    return {
      ...listed,
      savedAt: new Date(state?.savedAtMs ?? mtime).toISOString(),
      ...(state && { core: state.core }),
    };
  } catch (error) {
    if (!(error instanceof SaveFileFault)) throw error;
    return { ...listed, savedAt: mtime.toISOString(), fault: error.message };
  }
}

/** Year to second in the time zone of this computer. */
export function localTime(time: string | number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
