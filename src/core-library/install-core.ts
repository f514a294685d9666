import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { closestName } from '../../cores/closest-name.js';
import { CloudgameError } from '../errors.js';
import type { AvailableCore } from './buildbot.js';
import { type CoreSource, listAvailableCores } from './core-source.js';
import { diskFailed, downloadFile, NotThereError } from './download.js';
import { type InstallRecord, writeRecord } from './install-record.js';
import { removeLeftovers } from './leftovers.js';
import { libraryFileName, plainName } from './library-name.js';
import { LIBRARY_HEADER_BYTES, libraryPlatform } from './library-platform.js';
import { type UnpackedLibrary, unpackLibrary } from './unpack-library.js';

export interface InstallOptions {
  /** The core's name, as in the index; case and separators don't matter. */
  readonly name: string;
  readonly source: CoreSource;
  /** Folder to install to. */
  readonly folder: string;
  /** SHA-256 that the library has to have, in hex digits. */
  readonly sha256?: string | undefined;
  /** Called with every piece: bytes so far, and in all where the server said so. */
  readonly onProgress?: ((receivedBytes: number, totalBytes: number | undefined) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For whom to install; this computer by default. */
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
}

/** A core as it was installed. */
export interface Installation extends InstallRecord {
  readonly name: string;
  readonly path: string;
}

const MAX_ARCHIVE_BYTES = 512 * 2 ** 20;

/**
 * Downloads a core, checks it, and puts it in its place in one step: until then an older one stays as it is.
 *
 * @throws CloudgameError `usage` for a name that the source hasn't got, `network` for a download that failed or isn't
 *   what it should be.
 */
export async function installCore(options: InstallOptions): Promise<Installation> {
  const { source, folder, signal, platform = process.platform, arch = process.arch } = options;
  const core = coreNamed(options.name, await listAvailableCores(source, signal, platform), source);
  const url = new URL(core.archive, source.folder);
  const fileName = libraryFileName(core.name, platform);
  const path = join(folder, fileName);
  const temporary = join(folder, `.${fileName}.${randomUUID()}`);
  const archive = `${temporary}.zip`;
  try {
    await mkdir(folder, { recursive: true });
    await removeLeftovers(folder);
    await downloadArchive(core, url, archive, options);
    const library = await unpack(url, archive, fileName, temporary);
    await checkSum(core, url, archive, library);
    checkPin(core, library, options.sha256);
    await checkPlatform(url, temporary, platform, arch);
    await rename(temporary, path);
    const record: InstallRecord = {
      source: url.href,
      built: core.built,
      installedAt: new Date().toISOString(),
      sizeBytes: library.sizeBytes,
      crc32: hex32(library.crc32),
      sha256: library.sha256,
    };
    await writeRecord(path, record);
    return { name: core.name, path, ...record };
  } catch (error) {
    throw diskFailed(error) ? unwritable(core, folder, error as Error) : error;
  } finally {
    await Promise.all([temporary, archive].map((left) => rm(left, { force: true })));
  }
}

function coreNamed(name: string, cores: readonly AvailableCore[], source: CoreSource): AvailableCore {
  const plain = plainName(name);
  const found =
    cores.find((core) => core.name === name) ?? cores.find((core) => plainName(core.name) === plain);
  if (found) return found;
  const near = closestName(
    name,
    cores.map((core) => core.name),
  );
  throw new CloudgameError(
    'usage',
    `${source.folder.host} has no core named "${name}" for this platform.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    'See what there is: cloudgame cores list --available',
  );
}

async function downloadArchive(
  core: AvailableCore,
  url: URL,
  archive: string,
  { source, onProgress, signal }: InstallOptions,
): Promise<void> {
  try {
    await downloadFile(url, archive, {
      limitBytes: MAX_ARCHIVE_BYTES,
      allowHttp: source.allowHttp,
      onProgress,
      signal,
    });
  } catch (error) {
    if (!(error instanceof NotThereError)) throw error;
    throw new CloudgameError(
      'network',
      `${url.host} lists the core ${core.name}, but its archive ${url.href} is not there (404).`,
      'It may just be replaced by a newer one: try again in a few minutes, or name a mirror with --from.',
      { cause: error },
    );
  }
}

async function unpack(url: URL, archive: string, fileName: string, target: string): Promise<UnpackedLibrary> {
  try {
    return await unpackLibrary(archive, fileName, target);
  } catch (cause) {
    if (diskFailed(cause)) throw cause;
    throw damaged(url, `it is no sound zip archive (${(cause as Error).message})`, cause);
  }
}

/** The buildbot's index holds the CRC-32 of the library; some mirrors make theirs of the archive. */
async function checkSum(
  core: AvailableCore,
  url: URL,
  archive: string,
  library: UnpackedLibrary,
): Promise<void> {
  if (library.crc32 === core.crc32 || crc32(await readFile(archive)) === core.crc32) return;
  throw damaged(url, `the index says CRC-32 ${hex32(core.crc32)}, and it has ${hex32(library.crc32)}`);
}

function checkPin(core: AvailableCore, library: UnpackedLibrary, pinned: string | undefined): void {
  if (pinned === undefined || pinned.toLowerCase() === library.sha256) return;
  throw new CloudgameError(
    'network',
    `The core ${core.name} of ${core.built} is not the one that --sha256 names: its library has SHA-256 ${library.sha256}.`,
    'The buildbot replaces its cores every night: name a mirror that keeps yours with --from, or pin the new one if you trust it.',
  );
}

async function checkPlatform(url: URL, library: string, platform: string, arch: string): Promise<void> {
  const file = await open(library);
  const { buffer, bytesRead } = await file
    .read(Buffer.alloc(LIBRARY_HEADER_BYTES), 0, LIBRARY_HEADER_BYTES, 0)
    .finally(() => file.close());
  const found = libraryPlatform(buffer.subarray(0, bytesRead));
  if (!found) throw damaged(url, 'what it holds is no library');
  if (found.platform === platform && found.archs.includes(arch)) return;
  throw new CloudgameError(
    'network',
    `${url.href} is for another platform: ${found.platform} on ${found.archs.join(' and ') || 'an unknown processor'}, and this is ${platform} on ${arch}.`,
    'Give --from the folder for this platform, or leave --from out.',
  );
}

function damaged(url: URL, why: string, cause?: unknown): CloudgameError {
  return new CloudgameError(
    'network',
    `${url.href} came damaged: ${why}.`,
    'Try again; nothing was changed on this computer. If it stays so, name a mirror with --from.',
    { cause },
  );
}

function unwritable({ name }: AvailableCore, folder: string, cause: Error): CloudgameError {
  return new CloudgameError(
    'unexpected',
    `The core ${name} can't be written into ${folder} (${cause.message}).`,
    'Make sure that the disk has room and that the folder is yours to write; nothing was changed there.',
    { cause },
  );
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, '0');
}
