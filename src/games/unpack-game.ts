import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CloudgameError } from '../errors.js';
import { Archive, archiveFault, type NamedEntry } from './archive.js';
import { ARCHIVE_LIMITS, type ArchiveLimits } from './archive-limits.js';
import { entriesOfGame } from './disc-in-archive.js';
import { chooseEntry, playableEntries } from './entry-choice.js';
import { unpackEntry } from './entry-content.js';
import { fileNameOf } from './entry-name.js';
import { numberedNames } from './entry-number.js';
import { cleanUnpackedGames, markUsed, unpackedGamesFolder } from './unpacked-games.js';

export interface UnpackOptions {
  /** Path of the archive. */
  readonly path: string;
  /** Name of the entry to take; the only one that can be played where it is absent. */
  readonly entry?: string | undefined;
  /** Extensions of files that can be played: lower case, with the dot. */
  readonly extensions: readonly string[];
  /** Folder of what this user can do without. */
  readonly cacheDir: string;
  readonly limits?: ArchiveLimits;
}

/**
 * Names the games in an archive, as `UnpackOptions.entry` takes them.
 *
 * @throws CloudgameError `game` where it can't be read.
 */
export async function gamesInArchive(path: string, extensions: readonly string[]): Promise<string[]> {
  const archive = await Archive.open(path, ARCHIVE_LIMITS);
  try {
    const games = await playableEntries(archive, extensions, ARCHIVE_LIMITS);
    return numberedNames(archive, games);
  } finally {
    await archive.close();
  }
}

/**
 * Unpacks the game of an archive into the user's cache, in a folder named by the SHA-256 of what it holds; a disc with
 * all files that its sheet names. Games that were not played for long make room for it.
 *
 * @returns path of the game's file, which has the entry's name.
 * @throws CloudgameError `usage` where there are several to choose from, `game` where the archive can't be trusted or read.
 */
export async function unpackGame(options: UnpackOptions): Promise<string> {
  const { path, extensions, limits = ARCHIVE_LIMITS } = options;
  const folder = unpackedGamesFolder(options.cacheDir);
  const archive = await Archive.open(path, limits);
  try {
    const chosen = await chooseEntry(archive, extensions, options.entry, limits);
    const entries = await entriesOfGame(archive, chosen, limits);
    const files =
      entries.length === 1 ? new Map([[chosen, fileNameOf(chosen.name)]]) : discNames(archive, entries);
    const home = await unpackInto(folder, archive, files);
    await markUsed(home);
    await cleanUnpackedGames(folder, home);
    return join(home, files.get(chosen)!);
  } finally {
    await archive.close();
  }
}

/** The files of a disc keep the names by which its sheet knows them, in its folder and below. */
function discNames(archive: Archive, entries: readonly NamedEntry[]): Map<NamedEntry, string> {
  const top = posix.dirname(entries[0]!.name);
  return new Map(
    entries.map((named) => {
      const name = posix.relative(top, named.name);
      if (process.platform === 'win32' && name.split('/').some((part) => fileNameOf(part) !== part)) {
        throw archiveFault(
          archive.path,
          `can't be unpacked: Windows takes no file named "${name}"`,
          'Unpack it yourself under other names, correct them in the sheet, and host that.',
        );
      }
      return [named, name];
    }),
  );
}

/** Writes files beside their place first, so that nobody ever finds half a game. Returns their folder. */
async function unpackInto(
  folder: string,
  archive: Archive,
  files: ReadonlyMap<NamedEntry, string>,
): Promise<string> {
  const temporary = join(folder, `${randomUUID()}.tmp`);
  try {
    const digests: string[] = [];
    for (const [named, name] of files) {
      const path = join(temporary, name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      digests.push(await unpackEntry(archive, named, (content) => writeNew(path, content)));
    }
    const home = join(folder, digests.length === 1 ? digests[0]! : digestOf([...files.values()], digests));
    for (const name of files.values()) {
      await mkdir(dirname(join(home, name)), { recursive: true, mode: 0o700 });
      await rename(join(temporary, name), join(home, name));
    }
    return home;
  } catch (error) {
    if (error instanceof CloudgameError) throw error;
    throw new CloudgameError(
      'game',
      `The game ${[...files.keys()][0]!.name} can't be unpacked into ${folder} (${(error as Error).message}).`,
      'Make sure that the disk has room and that the folder is yours to write, or unpack the archive yourself and host the file.',
      { cause: error },
    );
  } finally {
    // What came up first is what is told.
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
  }
}

function writeNew(path: string, content: AsyncIterable<Buffer>): Promise<void> {
  return pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
}

function digestOf(names: readonly string[], digests: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([names, digests]))
    .digest('hex');
}
