import type { FileHandle } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { CloudgameError } from '../errors.js';
import { ArchiveFile, openGameFile } from './archive-file.js';
import type { ArchiveLimits } from './archive-limits.js';
import { nameFault } from './entry-name.js';

/** Type bits of a Unix file mode, and their values for a regular file and for none given. */
const MODE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;
const MADE_BY_UNIX = 3;

/** Whether a file is taken for an archive. */
export function isArchive(path: string): boolean {
  return extname(path).toLowerCase() === '.zip';
}

/** An error about an archive: what is wrong with it, and what to do. */
export function archiveFault(path: string, fault: string, hint: string, cause?: unknown): CloudgameError {
  return new CloudgameError('game', `The archive ${basename(path)} ${fault}.`, hint, { cause });
}

/** An archive that is broken, as far as can be told. */
export function brokenArchive(path: string, fault: string, cause?: unknown): CloudgameError {
  return archiveFault(path, fault, 'Get the archive anew, or unpack it yourself and host the file.', cause);
}

/** A .zip file, whose directory has been read and found harmless. */
export class Archive {
  readonly path: string;
  /** Its regular files, in the archive's order. */
  readonly entries: readonly NamedEntry[];
  /** Size of the file. */
  readonly bytes: number;
  readonly #file: FileHandle;
  readonly #reader: ArchiveFile;
  readonly #zip: ZipFile;

  private constructor(path: string, entries: readonly NamedEntry[], file: FileHandle, zip: ZipFile) {
    this.#reader = new ArchiveFile(file, zip.fileSize);
    this.path = path;
    this.bytes = zip.fileSize;
    this.entries = entries;
    this.#file = file;
    this.#zip = zip;
  }

  /**
   * Reads an archive's directory.
   *
   * @throws CloudgameError `game` where it isn't there, isn't whole, or has more or other entries than can be trusted.
   */
  static async open(path: string, limits: ArchiveLimits): Promise<Archive> {
    const file = await openGameFile(path);
    try {
      const { size } = await file.stat();
      // Names are read here, so that a bad one is told of by what is bad about it.
      const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false };
      const zip = await fromRandomAccessReaderPromise(new ArchiveFile(file, size), size, options);
      if (zip.entryCount > limits.entries) {
        throw archiveFault(
          path,
          `has ${zip.entryCount} entries; more than ${limits.entries} are not read`,
          'Unpack the game yourself, and host the file.',
        );
      }
      return new Archive(path, await readEntries(path, zip), file, zip);
    } catch (error) {
      await file.close();
      if (error instanceof CloudgameError) throw error;
      throw unreadableArchive(path, error as Error);
    }
  }

  /** The bytes of one entry as the archive holds them. */
  async readPacked({ entry }: NamedEntry): Promise<Readable> {
    const { fileDataStart } = await this.#zip
      .readLocalFileHeaderPromise(entry, { minimal: true })
      .catch((error: Error) => {
        throw unreadableArchive(this.path, error);
      });
    if (entry.compressedSize === 0) return Readable.from([]);
    return this.#reader._readStreamForRange(fileDataStart, fileDataStart + entry.compressedSize);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

export interface NamedEntry {
  /** Path inside the archive, with slashes. */
  readonly name: string;
  readonly entry: Entry;
}

async function readEntries(path: string, zip: ZipFile): Promise<NamedEntry[]> {
  const entries: NamedEntry[] = [];
  for await (const entry of zip.eachEntry()) {
    const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
    const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
    const fault = nameFault(name);
    if (fault !== undefined) {
      throw archiveFault(
        path,
        `is refused, because an entry ${fault}: ${JSON.stringify(name.slice(0, 100))}`,
        'Such archives are made to do harm, or by faulty programs. Unpack the game with a program that you trust, and host the file.',
      );
    }
    if (isRegularFile(name, entry)) entries.push({ name, entry });
  }
  return entries;
}

/** Folders and links aren't; archives that weren't made on Unix say nothing of it (APPNOTE 4.4.15). */
function isRegularFile(name: string, entry: Entry): boolean {
  if (name.endsWith('/')) return false;
  const type = (entry.externalFileAttributes >>> 16) & MODE_TYPE;
  return entry.versionMadeBy >>> 8 !== MADE_BY_UNIX || type === 0 || type === REGULAR_FILE;
}

function unreadableArchive(path: string, error: Error): CloudgameError {
  if (error.message.includes('encryption')) {
    return archiveFault(
      path,
      'is encrypted',
      'Unpack it yourself with its password, and host the file.',
      error,
    );
  }
  if (error.message.includes('multi-disk')) {
    return archiveFault(
      path,
      'is one part of several',
      'Put the parts together with the program that made them, and host the result.',
      error,
    );
  }
  return brokenArchive(
    path,
    `can't be read: it is no zip file, damaged or cut off (${error.message})`,
    error,
  );
}
