import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { CloudgameError } from '../errors.js';
import { Archive, archiveFault, brokenArchive, type NamedEntry } from './archive.js';
import { ARCHIVE_LIMITS, type ArchiveLimits } from './archive-limits.js';
import { chooseEntry, playableEntries } from './entry-choice.js';
import { fileNameOf } from './entry-name.js';
import { ContentFault, checkAnnouncement, UnpackedContent } from './unpacked-content.js';

/** Compression methods of APPNOTE 4.4.5 that are read; hardly any program writes others. */
const STORED = 0;
const DEFLATED = 8;
const CHUNK_BYTES = 64 * 1024;

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
 * Names the games in an archive.
 *
 * @throws CloudgameError `game` where it can't be read.
 */
export async function gamesInArchive(path: string, extensions: readonly string[]): Promise<string[]> {
  const archive = await Archive.open(path, ARCHIVE_LIMITS);
  try {
    return playableEntries(archive, extensions).map(({ name }) => name);
  } finally {
    await archive.close();
  }
}

/**
 * Unpacks the game of an archive into the user's cache, in a folder named by the SHA-256 of what it holds.
 *
 * @returns path of the game's file, which has the entry's name.
 * @throws CloudgameError `usage` where there are several to choose from, `game` where the archive can't be trusted or read.
 */
export async function unpackGame(options: UnpackOptions): Promise<string> {
  const { path, extensions, cacheDir, limits = ARCHIVE_LIMITS } = options;
  const archive = await Archive.open(path, limits);
  try {
    const entry = chooseEntry(archive, extensions, options.entry);
    checkReadable(archive, entry, limits);
    return await unpackInto(join(cacheDir, 'games'), archive, entry);
  } finally {
    await archive.close();
  }
}

function checkReadable({ path }: Archive, { name, entry }: NamedEntry, limits: ArchiveLimits): void {
  if (entry.isEncrypted()) {
    throw archiveFault(
      path,
      `can't be played, because "${name}" in it is encrypted`,
      'Unpack it yourself with its password, and host the file.',
    );
  }
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw archiveFault(
      path,
      `can't be played, because "${name}" in it is compressed in a way that cloudgame doesn't know (method ${entry.compressionMethod})`,
      'Unpack it yourself, and host the file.',
    );
  }
  try {
    checkAnnouncement(entry, limits);
  } catch (error) {
    throw contentFailure(path, name, error as Error);
  }
}

/** Writes an entry beside its place first, so that nobody ever finds half a game. */
async function unpackInto(folder: string, archive: Archive, chosen: NamedEntry): Promise<string> {
  const temporary = join(folder, `${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const sha256 = await unpackFile(temporary, archive, chosen);
    const home = join(folder, sha256);
    await mkdir(home, { recursive: true, mode: 0o700 });
    const path = join(home, fileNameOf(chosen.name));
    await rename(temporary, path);
    return path;
  } catch (error) {
    // What came up first is what is told.
    await rm(temporary, { force: true }).catch(() => {});
    if (error instanceof CloudgameError) throw error;
    throw new CloudgameError(
      'game',
      `The game ${chosen.name} can't be unpacked into ${folder} (${(error as Error).message}).`,
      'Make sure that the disk has room and that the folder is yours to write, or unpack the archive yourself and host the file.',
      { cause: error },
    );
  }
}

/** Returns the SHA-256 of what it wrote, in hex. */
async function unpackFile(path: string, archive: Archive, { name, entry }: NamedEntry): Promise<string> {
  const packed = await archive.readPacked({ name, entry });
  const content = new UnpackedContent(entry);
  const isDeflated = entry.compressionMethod === DEFLATED;
  const unpack = isDeflated ? createInflateRaw({ chunkSize: CHUNK_BYTES }) : new PassThrough();
  const file = await open(path, 'wx', 0o600);
  try {
    await pipeline(packed, unpack, content, file.createWriteStream());
  } catch (error) {
    throw contentFailure(archive.path, name, error as Error);
  } finally {
    await file.close();
  }
  return content.digest();
}

/** Words what came up in the content; what the disk had against it stays as it is. */
function contentFailure(path: string, name: string, error: Error): Error {
  if (error instanceof ContentFault && error.isBomb) {
    return archiveFault(
      path,
      `is refused: "${name}" in it ${error.message}`,
      'Get the game from a place that you trust, or unpack it yourself and host the file.',
      error,
    );
  }
  if (error instanceof ContentFault)
    return brokenArchive(path, `is broken: "${name}" in it ${error.message}`, error);
  if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) {
    return brokenArchive(path, `is broken: "${name}" in it can't be decompressed (${error.message})`, error);
  }
  return error;
}
