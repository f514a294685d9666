import { PassThrough, type Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { type Archive, archiveFault, brokenArchive, type NamedEntry } from './archive.js';
import { type ArchiveLimits, bytesAllowed } from './archive-limits.js';
import { ContentFault, checkAnnouncement, UnpackedContent } from './unpacked-content.js';

/** Compression methods of APPNOTE 4.4.5 that are read; hardly any program writes others. */
const STORED = 0;
const DEFLATED = 8;
const CHUNK_BYTES = 64 * 1024;

/**
 * Refuses an entry by what the archive's directory says of it.
 *
 * @throws CloudgameError `game` where it is encrypted, compressed in an unknown way, or too large.
 */
export function checkReadable({ path }: Archive, { name, entry }: NamedEntry, limits: ArchiveLimits): void {
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
    checkAnnouncement(entry, { ...limits, gameBytes: bytesAllowed(name, limits) });
  } catch (error) {
    throw contentFailure(path, name, error as Error);
  }
}

/**
 * Unpacks an entry that was found readable.
 *
 * @param write - takes the content as it comes.
 * @returns its SHA-256, in hex.
 * @throws CloudgameError `game` where it isn't what the directory announces; what `write` throws stays as it is.
 */
export async function unpackEntry(
  archive: Archive,
  named: NamedEntry,
  write: (content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<string> {
  const packed: Readable = await archive.readPacked(named);
  const content = new UnpackedContent(named.entry);
  const isDeflated = named.entry.compressionMethod === DEFLATED;
  const unpack: Transform = isDeflated ? createInflateRaw({ chunkSize: CHUNK_BYTES }) : new PassThrough();
  try {
    await pipeline(packed, unpack, content, write);
  } catch (error) {
    throw contentFailure(archive.path, named.name, error as Error);
  }
  return content.digest();
}

/** The whole of a small entry that was found readable. */
export async function readEntry(archive: Archive, named: NamedEntry): Promise<Buffer> {
  const pieces: Buffer[] = [];
  await unpackEntry(archive, named, async (content) => {
    for await (const piece of content) pieces.push(piece);
  });
  return Buffer.concat(pieces);
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
