import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { discFiles } from '../games/disc-files.js';
import { identifyDisc } from '../games/disc-identity.js';
import { unreadableGame } from '../games/unreadable-game.js';

/** What a room plays, as far as it is known before its core runs. */
export interface Game {
  /** Path of the game's file; `undefined` where the core brings its own game. */
  readonly path: string | undefined;
  /** For people: the file's name without its extension, or the core's name. */
  readonly title: string;
  /** What the room and its links are kept under, 64 hex digits. */
  readonly sha256: string;
}

/**
 * Reads a game's file once to know it again; of a disc the files that its sheet names, as far as they tell it from others.
 *
 * @throws CloudgameError `game` where it can't be read, or isn't whole.
 */
export async function identifyGame(path: string): Promise<Game> {
  const others = await discFiles(path);
  const sha256 = others.length === 0 ? await identifyFile(path) : await identifyDisc([path, ...others]);
  return { path, title: basename(path, extname(path)), sha256 };
}

async function identifyFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    const stats = await stat(path);
    // A pipe or a device would be waited for, perhaps for ever.
    if (!stats.isFile() && !stats.isDirectory()) throw new Error('it is a pipe or a device');
    await pipeline(createReadStream(path), hash);
  } catch (cause) {
    throw unreadableGame(path, cause);
  }
  return hash.digest('hex');
}

/** A core that brings its own game is known by its name. */
export function gameOfCore(core: string): Game {
  const sha256 = createHash('sha256').update(`cloudgame core ${core}`).digest('hex');
  return { path: undefined, title: core, sha256 };
}
