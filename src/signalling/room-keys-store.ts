import { mkdir, readFile, realpath, rename } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { takeDataLock } from '../data-lock.js';
import { writeDurably } from '../durable-file.js';
import type { ExclusiveLock } from '../exclusive-lock.js';
import { formatRoomKeys, makeRoomKeys, parseRoomKeys, type RoomKeys } from './room-keys.js';

export interface RoomKeysOptions {
  /** Folder of this user's data; the keys lie in `rooms` in it. */
  readonly dataDir: string;
  /** SHA-256 of the game, 64 lower-case hex digits: the same game gets the same room. */
  readonly gameSha256: string;
  /** Makes new keys in place of the stored ones, so that old links stop to work. */
  readonly newLink?: boolean;
}

/** The keys of a room in use, locked for as long as it isn't closed. */
export interface OpenRoomKeys {
  readonly keys: RoomKeys;
  /** Whether the next host of this game gets the same keys; if not, `warnings` says why. */
  readonly kept: boolean;
  /** What the user should know, as sentences. */
  readonly warnings: readonly string[];
  /** Stores the port of the web server, so that the local link stays the same as well. */
  rememberPort(port: number): Promise<void>;
  /** Lets another host of this game have the keys; calling it again does nothing. */
  close(): Promise<void>;
}

/**
 * Gets the keys that a game's room had before, or makes them. While another host of the same game runs, this one gets
 * keys of its own that are not stored; the same where the folder can't be used, for links are no reason not to play.
 */
export async function loadRoomKeys(options: RoomKeysOptions): Promise<OpenRoomKeys> {
  const { dataDir, gameSha256, newLink = false } = options;
  if (!/^[0-9a-f]{64}$/.test(gameSha256)) throw new TypeError('gameSha256 is not 64 lower-case hex digits');
  const folder = resolve(dataDir, 'rooms');
  const path = join(folder, `${gameSha256}.json`);
  let lock: ExclusiveLock | undefined;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const data = await realpath(dataDir);
    lock = await takeDataLock(join(data, 'rooms', basename(path)), data);
    if (!lock)
      return unstored('Another host of this game is running, so this one gets a link of its own for now.');
    const { keys, warnings } = await readOrMake(path, newLink);
    return new StoredRoomKeys(path, keys, warnings, lock);
  } catch (error) {
    await lock?.close();
    return unstored(
      `The room's keys can't be kept (${(error as Error).message}): the link works until this host ends, and the next one is another.`,
    );
  }
}

class StoredRoomKeys implements OpenRoomKeys {
  readonly kept = true;
  readonly warnings: readonly string[];
  readonly #path: string;
  readonly #lock: ExclusiveLock;
  #keys: RoomKeys;

  constructor(path: string, keys: RoomKeys, warnings: readonly string[], lock: ExclusiveLock) {
    this.#path = path;
    this.#keys = keys;
    this.warnings = warnings;
    this.#lock = lock;
  }

  get keys(): RoomKeys {
    return this.#keys;
  }

  async rememberPort(port: number): Promise<void> {
    if (this.#keys.port === port) return;
    this.#keys = { ...this.#keys, port };
    await writeDurably(this.#path, formatRoomKeys(this.#keys));
  }

  close(): Promise<void> {
    return this.#lock.close();
  }
}

function unstored(warning: string): OpenRoomKeys {
  return {
    keys: makeRoomKeys(),
    kept: false,
    warnings: [warning],
    rememberPort: async () => {},
    close: async () => {},
  };
}

async function readOrMake(path: string, newLink: boolean): Promise<{ keys: RoomKeys; warnings: string[] }> {
  const text = await readIfThere(path);
  const stored = text === undefined ? undefined : parseRoomKeys(text);
  if (stored && !newLink) return { keys: stored, warnings: [] };
  const warnings: string[] = [];
  if (text !== undefined && !stored) {
    const aside = `${path}.damaged`;
    await rename(path, aside);
    warnings.push(
      `The file with this room's keys is damaged, so the room gets a new link; the old file is kept as ${aside}.`,
    );
  }
  // The port is no secret: new keys stay at the address that the network knows.
  const keys = { ...makeRoomKeys(), ...(stored?.port === undefined ? {} : { port: stored.port }) };
  await writeDurably(path, formatRoomKeys(keys));
  return { keys, warnings };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
