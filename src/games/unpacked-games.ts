import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { type ExclusiveLock, takeExclusiveLock } from '../exclusive-lock.js';

/** How much of the cache unpacked games may take. */
export interface CacheLimits {
  /** Bytes of all games together. */
  readonly bytes: number;
  /** How long (ms) a game stays that isn't played. */
  readonly ageMs: number;
  /** How long (ms) a game stays in any case: it may be about to be hosted. */
  readonly graceMs: number;
}

const HOUR_MS = 3_600_000;
export const CACHE_LIMITS: CacheLimits = { bytes: 8 * 2 ** 30, ageMs: 90 * 24 * HOUR_MS, graceMs: HOUR_MS };

/** Hosts that may play one unpacked game at the same time and be known of. */
const MAX_HOSTS = 8;
/** A game's folder is named by a SHA-256; what is being unpacked ends with `.tmp`. */
const GAME_FOLDER = /^[0-9a-f]{64}$/;

/** Where games from archives lie. */
export function unpackedGamesFolder(cacheDir: string): string {
  return join(cacheDir, 'games');
}

/** Notes the time of the last use, which is the folder's own. */
export async function markUsed(home: string): Promise<void> {
  const now = new Date();
  await utimes(home, now, now).catch(() => {});
}

/**
 * Keeps an unpacked game from being cleaned away while it is hosted, by this process or any other.
 *
 * @param path - of the game's file; one that isn't unpacked needs no keeping.
 * @returns what ends that.
 */
export async function keepUnpackedGame(
  path: string | undefined,
  cacheDir: string,
): Promise<{ close(): Promise<void> }> {
  const folder = unpackedGamesFolder(cacheDir);
  const [name, ...inside] = path === undefined ? [] : relative(folder, path).split(sep);
  if (name === undefined || inside.length === 0 || !GAME_FOLDER.test(name)) return { close: async () => {} };
  for (const lockName of lockNames(join(folder, name))) {
    // Without a lock the game is played all the same; it then is safe for as long as it counts as new.
    const lock = await takeExclusiveLock(lockName).catch(() => undefined);
    if (!lock) continue;
    return {
      async close() {
        await markUsed(join(folder, name));
        await lock.close();
      },
    };
  }
  return { close: async () => {} };
}

/**
 * Removes unpacked games that were not used for long, and more of them, the longest unused first, while they take too
 * much room; never one that is hosted. What can't be removed stays.
 *
 * @param kept - folder of a game that stays in any case.
 */
export async function cleanUnpackedGames(
  folder: string,
  kept?: string,
  { bytes, ageMs, graceMs }: CacheLimits = CACHE_LIMITS,
): Promise<void> {
  const games = await unpackedGames(folder);
  let total = games.reduce((sum, game) => sum + game.bytes, 0);
  for (const game of games) {
    const age = Date.now() - game.usedMs;
    if (age < graceMs) break;
    if (game.path === kept || (age < ageMs && total <= bytes)) continue;
    if (await removeUnused(game)) total -= game.bytes;
  }
}

interface UnpackedGame {
  readonly path: string;
  readonly usedMs: number;
  readonly bytes: number;
}

/** The longest unused first; what a crash left half unpacked is one of them. */
async function unpackedGames(folder: string): Promise<UnpackedGame[]> {
  const names = await readdir(folder).catch(() => []);
  const games: UnpackedGame[] = [];
  for (const name of names.filter((entry) => GAME_FOLDER.test(entry) || entry.endsWith('.tmp'))) {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats) games.push({ path, usedMs: stats.mtimeMs, bytes: await bytesOf(path) });
  }
  return games.sort((a, b) => a.usedMs - b.usedMs);
}

async function bytesOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Whether it is gone: it stays while any host has it. */
async function removeUnused({ path: home, usedMs }: UnpackedGame): Promise<boolean> {
  const locks: ExclusiveLock[] = [];
  try {
    for (const name of lockNames(home)) {
      const lock = await takeExclusiveLock(name);
      if (!lock) return false;
      locks.push(lock);
    }
    // Somebody may have unpacked it anew meanwhile.
    if ((await stat(home)).mtimeMs !== usedMs) return false;
    // Out of the way first: somebody may unpack the same game anew while this one goes.
    const aside = join(dirname(home), `${randomUUID()}.tmp`);
    await rename(home, aside);
    await rm(aside, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  } finally {
    await Promise.all(locks.map((lock) => lock.close()));
  }
}

function lockNames(home: string): string[] {
  return Array.from({ length: MAX_HOSTS }, (_, index) => `unpacked game ${home} ${index}`);
}
