import { extname } from 'node:path';

/** How much of an archive is put up with. */
export interface ArchiveLimits {
  /** Entries of an archive. */
  readonly entries: number;
  /** Bytes of a game, announced and real. */
  readonly gameBytes: number;
  /** Bytes of a file that is a disc or a part of one. */
  readonly discBytes: number;
  /** Bytes of all files of a game together. */
  readonly discSetBytes: number;
  /** Bytes that come out for each that goes in. */
  readonly ratio: number;
  /** Bytes that may come out at any ratio: cartridges are often padded to their full size. */
  readonly anyRatioBytes: number;
}

const MIB = 1024 * 1024;

/**
 * No cartridge is larger than 64 MiB but a few, and those are not padding. A CD has up to 900 MB, a GD-ROM 1.2 GB, and
 * few games have more than four.
 */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  entries: 10_000,
  gameBytes: 256 * MIB,
  discBytes: 1536 * MIB,
  discSetBytes: 4096 * MIB,
  ratio: 100,
  anyRatioBytes: 64 * MIB,
};

const DISC_EXTENSIONS: readonly string[] = ['.bin', '.img', '.iso', '.chd', '.cso', '.pbp', '.raw', '.wav'];

/** Bytes that an entry may have by its name. */
export function bytesAllowed(name: string, { gameBytes, discBytes }: ArchiveLimits): number {
  return DISC_EXTENSIONS.includes(extname(name).toLowerCase()) ? discBytes : gameBytes;
}

/** Bytes for people. */
export function mebibytes(bytes: number): string {
  const number = bytes / MIB;
  return `${number < 10 ? Number(number.toFixed(1)) : Math.round(number)} MiB`;
}
