import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { ArchiveFile } from '../games/archive-file.js';

/** MAME's library, the largest, has a good third of that. */
const MAX_LIBRARY_BYTES = 2 ** 30;

/** What was unpacked. */
export interface UnpackedLibrary {
  readonly sizeBytes: number;
  readonly crc32: number;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
}

/**
 * Unpacks the one expected file of an archive, whatever else is in it.
 *
 * @param target - path of a new file.
 * @throws Error that says what is wrong with the archive.
 */
export async function unpackLibrary(
  archive: string,
  fileName: string,
  target: string,
): Promise<UnpackedLibrary> {
  const file = await open(archive);
  try {
    const zip = await openZip(file);
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName === fileName) return await unpackEntry(zip, entry, target);
    }
    throw new Error(`there is no ${fileName} in it`);
  } finally {
    await file.close();
  }
}

/** Opens an archive whose file stays its caller's to close. */
export async function openZip(file: FileHandle): Promise<ZipFile> {
  const { size } = await file.stat();
  return fromRandomAccessReaderPromise(new ArchiveFile(file, size), size, { autoClose: false });
}

async function unpackEntry(zip: ZipFile, entry: Entry, target: string): Promise<UnpackedLibrary> {
  if (entry.isEncrypted()) throw new Error(`${entry.fileName} in it is encrypted`);
  if (entry.uncompressedSize > MAX_LIBRARY_BYTES) throw new Error(`${entry.fileName} in it is too large`);
  const hash = createHash('sha256');
  let checksum = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      checksum = crc32(chunk, checksum);
      done(null, chunk);
    },
  });
  // It reaches the disk before it is renamed, so that a power cut leaves no half of it under the final name.
  const file = createWriteStream(target, { flags: 'wx', flush: true });
  await pipeline(await zip.openReadStreamPromise(entry), measure, file);
  // yauzl compares sizes, and leaves checksums to its users.
  if (checksum !== entry.crc32) throw new Error(`${entry.fileName} in it has another checksum than it says`);
  return { sizeBytes: entry.uncompressedSize, crc32: checksum, sha256: hash.digest('hex') };
}
