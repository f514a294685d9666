import { CoreError } from '../protocol/core-error.js';

/** What the 16 bytes before a game say of its cartridge (nesdev wiki: iNES, NES 2.0). */
export interface RomHeader {
  readonly nes2: boolean;
  /** Number of the cartridge's board. */
  readonly mapper: number;
  /** Bytes of program and of pictures (CHR ROM; 0 where the board has RAM instead). */
  readonly programBytes: number;
  readonly pictureBytes: number;
  /** Whether 512 bytes of an old copier's code stand before the program. */
  readonly trainer: boolean;
  /** Whether a battery keeps the RAM at $6000. */
  readonly battery: boolean;
  readonly television: 'ntsc' | 'pal' | 'both' | 'dendy';
  readonly system: 'nes' | 'vs' | 'playchoice' | 'other';
}

const HEADER_BYTES = 16;
const TRAINER_BYTES = 512;
const PROGRAM_UNIT = 16 * 1024;
const PICTURE_UNIT = 8 * 1024;
const TELEVISIONS = ['ntsc', 'pal', 'both', 'dendy'] as const;
const SYSTEMS = ['nes', 'vs', 'playchoice', 'other'] as const;

/** The boards that jsnes 3 has. */
export const SUPPORTED_MAPPERS: ReadonlySet<number> = new Set([
  0, 1, 2, 3, 4, 5, 7, 9, 11, 34, 38, 66, 71, 79, 94, 118, 119, 140, 180, 240, 241,
]);

/** Other files that people take for an NES game, by their first bytes. */
const OTHER_KINDS = [
  { start: 'PK\x03\x04', kind: 'a zip archive', hint: 'Unpack it, and name the .nes file inside.' },
  { start: "7z\xbc\xaf'\x1c", kind: 'a 7z archive', hint: 'Unpack it, and name the .nes file inside.' },
  { start: 'Rar!', kind: 'a rar archive', hint: 'Unpack it, and name the .nes file inside.' },
  { start: 'FDS\x1a', kind: 'a Famicom disk', hint: 'This core plays cartridges (.nes) only.' },
  { start: 'UNIF', kind: 'a cartridge in the UNIF format', hint: 'Look for the same game as .nes file.' },
  { start: 'NESM\x1a', kind: 'NES music (NSF)', hint: 'Name a game, a .nes file.' },
];

/**
 * Reads the header of a game and checks that the file holds what it announces and that it can be played.
 *
 * @param rom - the whole file.
 * @throws CoreError
 */
export function readRomHeader(rom: Uint8Array): RomHeader {
  checkMagic(rom);
  if (rom.length < HEADER_BYTES) {
    throw new CoreError(
      `The file ends after ${rom.length} bytes, inside its header.`,
      'Copy the game again: it is truncated.',
    );
  }
  const header = isNes2(rom) ? readNes2(rom) : readInes(rom);
  checkBoard(header);
  checkSizes(header, rom.length);
  return header;
}

/**
 * The game as jsnes reads it right: jsnes takes any non-zero byte of an old header's padding for a sign that the mapper's
 * upper half is garbage, also the ones that have a meaning (RAM size, television).
 */
export function withPlainHeader(rom: Uint8Array, header: RomHeader): Uint8Array {
  if (header.nes2) return rom;
  const plain = Uint8Array.from(rom);
  plain[7] = header.mapper & 0xf0;
  plain.fill(0, 8, HEADER_BYTES);
  return plain;
}

function checkMagic(rom: Uint8Array): void {
  const start = Buffer.from(rom.subarray(0, 8)).toString('latin1');
  if (start.startsWith('NES\x1a')) return;
  const other = OTHER_KINDS.find((candidate) => start.startsWith(candidate.start));
  if (other) throw new CoreError(`This is not an NES game but ${other.kind}.`, other.hint);
  throw new CoreError(
    'This is not an NES game: it does not begin with “NES” and 1A, as every .nes file does.',
    'Name a .nes file; another system’s game needs another core (--core).',
  );
}

function isNes2(rom: Uint8Array): boolean {
  return (byte(rom, 7) & 0x0c) === 0x08;
}

function readInes(rom: Uint8Array): RomHeader {
  // Old tools signed their work in the padding ("DiskDude!"): then byte 7 holds a letter, not half of a mapper number.
  const signed = rom.subarray(12, HEADER_BYTES).some((value) => value !== 0);
  const upperMapper = signed ? 0 : byte(rom, 7) & 0xf0;
  return {
    nes2: false,
    mapper: (byte(rom, 6) >> 4) | upperMapper,
    programBytes: byte(rom, 4) * PROGRAM_UNIT,
    pictureBytes: byte(rom, 5) * PICTURE_UNIT,
    trainer: (byte(rom, 6) & 4) !== 0,
    battery: (byte(rom, 6) & 2) !== 0,
    television: !signed && byte(rom, 9) & 1 ? 'pal' : 'ntsc',
    system: signed ? 'nes' : SYSTEMS[byte(rom, 7) & 3]!,
  };
}

function readNes2(rom: Uint8Array): RomHeader {
  return {
    nes2: true,
    mapper: (byte(rom, 6) >> 4) | (byte(rom, 7) & 0xf0) | ((byte(rom, 8) & 0x0f) << 8),
    programBytes: nes2Size(byte(rom, 4), byte(rom, 9) & 0x0f, PROGRAM_UNIT),
    pictureBytes: nes2Size(byte(rom, 5), byte(rom, 9) >> 4, PICTURE_UNIT),
    trainer: (byte(rom, 6) & 4) !== 0,
    battery: (byte(rom, 6) & 2) !== 0,
    television: TELEVISIONS[byte(rom, 12) & 3]!,
    system: SYSTEMS[byte(rom, 7) & 3]!,
  };
}

/** NES 2.0, "PRG-ROM Area": a count of units in 12 bits, or, with the upper four set, exponent and multiplier. */
function nes2Size(low: number, high: number, unit: number): number {
  if (high < 0x0f) return ((high << 8) | low) * unit;
  return 2 ** (low >> 2) * ((low & 3) * 2 + 1);
}

function checkBoard({ mapper, system }: RomHeader): void {
  if (!SUPPORTED_MAPPERS.has(mapper)) {
    throw new CoreError(
      `The game's cartridge board, mapper ${mapper}, is none that the NES core knows.`,
      'Try another copy or another game, or name a core of your own with --core.',
    );
  }
  if (system !== 'nes') {
    console.error('The game is for an arcade relative of the NES: colours and coin slots may be wrong.');
  }
}

function checkSizes({ programBytes, pictureBytes, trainer }: RomHeader, fileBytes: number): void {
  if (programBytes === 0) {
    throw new CoreError(
      'The header announces no program at all.',
      'Copy the game again, or get another copy.',
    );
  }
  if (programBytes % PROGRAM_UNIT !== 0 || pictureBytes % PICTURE_UNIT !== 0) {
    throw new CoreError(
      `The cartridge has ${programBytes} bytes of program and ${pictureBytes} of pictures; the NES core plays whole banks ` +
        'of 16 and 8 KiB only.',
      'Try another copy or another game, or name a core of your own with --core.',
    );
  }
  const announced = HEADER_BYTES + (trainer ? TRAINER_BYTES : 0) + programBytes + pictureBytes;
  if (fileBytes < announced) {
    throw new CoreError(
      `The file is truncated: its header announces ${announced} bytes, and it has ${fileBytes}.`,
      'Copy the game again, or get another copy.',
    );
  }
}

function byte(rom: Uint8Array, offset: number): number {
  return rom[offset] ?? 0;
}
