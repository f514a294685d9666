/** How much of an archive is put up with. */
export interface ArchiveLimits {
  /** Entries of an archive. */
  readonly entries: number;
  /** Bytes of a game, announced and real. */
  readonly gameBytes: number;
  /** Bytes that come out for each that goes in. */
  readonly ratio: number;
  /** Bytes that may come out at any ratio: cartridges are often padded to their full size. */
  readonly anyRatioBytes: number;
}

const MIB = 1024 * 1024;

/** No cartridge is larger than 64 MiB but a few, and those are not padding. */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  entries: 10_000,
  gameBytes: 256 * MIB,
  ratio: 100,
  anyRatioBytes: 64 * MIB,
};

/** Bytes for people. */
export function mebibytes(bytes: number): string {
  const number = bytes / MIB;
  return `${number < 10 ? Number(number.toFixed(1)) : Math.round(number)} MiB`;
}
