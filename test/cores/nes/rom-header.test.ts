import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NES } from 'jsnes';
import { describe, expect, it } from 'vitest';
import { readRomHeader, SUPPORTED_MAPPERS, withPlainHeader } from '../../../cores/nes/rom-header.js';
import { CoreError } from '../../../cores/protocol/core-error.js';
import { PACKAGE_ROOT } from '../../../src/package-root.js';
import { makeRom } from '../../fixtures/roms/rom.js';

/** Bytes 7 to 15 that make a header NES 2.0. */
const NES_2 = { 7: 0x08 };

describe('readRomHeader', () => {
  it('reads the project’s own game', () => {
    const rom = readFileSync(join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes'));
    expect(readRomHeader(rom)).toEqual({
      nes2: false,
      mapper: 0,
      programBytes: 16384,
      pictureBytes: 8192,
      trainer: false,
      battery: false,
      television: 'ntsc',
      system: 'nes',
    });
  });

  it('reads mapper, battery and trainer', () => {
    const header = readRomHeader(makeRom({ mapper: 66, battery: true, trainer: true, programBanks: 2 }));
    expect(header).toMatchObject({ mapper: 66, battery: true, trainer: true, programBytes: 32768 });
  });

  it('takes the television from an old header, and keeps the upper half of its mapper', () => {
    const rom = makeRom({ mapper: 66, header: { 9: 1 } });
    const header = readRomHeader(rom);
    expect(header).toMatchObject({ mapper: 66, television: 'pal' });
    expect([...withPlainHeader(rom, header).subarray(6, 16)]).toEqual([0x20, 0x40, ...Array(8).fill(0)]);
  });

  it('passes over the upper half of a mapper where an old tool signed its work', () => {
    const rom = makeRom({ mapper: 1 });
    rom.write('DiskDude!', 7, 'latin1');
    expect(readRomHeader(rom).mapper).toBe(1);
  });

  it('reads sizes, mapper and television of NES 2.0', () => {
    const rom = makeRom({ mapper: 1, programBanks: 2, header: { ...NES_2, 12: 1 } });
    expect(readRomHeader(rom)).toMatchObject({
      nes2: true,
      mapper: 1,
      programBytes: 32768,
      television: 'pal',
    });
    expect(withPlainHeader(rom, readRomHeader(rom))).toBe(rom);
  });

  it('reads a size of NES 2.0 that is an exponent and a multiplier', () => {
    // 2^14 × 1
    const rom = makeRom({ header: { ...NES_2, 4: 14 << 2, 9: 0x0f } });
    expect(readRomHeader(rom).programBytes).toBe(16384);
  });

  it.each<[what: string, rom: Buffer, message: string]>([
    [
      'text',
      Buffer.from('Dear Sir or Madam'),
      'This is not an NES game: it does not begin with “NES” and 1A',
    ],
    ['a zip archive', Buffer.from('PK\x03\x04....'), 'This is not an NES game but a zip archive.'],
    ['a Famicom disk', Buffer.from('FDS\x1a....'), 'but a Famicom disk'],
    ['a half header', Buffer.from('NES\x1a\x01\x01'), 'The file ends after 6 bytes, inside its header.'],
    ['a truncated game', makeRom().subarray(0, 20_000), 'its header announces 24592 bytes, and it has 20000'],
    ['a game a byte too short', makeRom().subarray(0, 24_591), 'it has 24591'],
    ['a trainer that is missing', makeRom({ header: { 6: 4 } }), 'its header announces 25104 bytes'],
    ['an unknown board', makeRom({ mapper: 200 }), 'cartridge board, mapper 200, is none'],
    ['a board beyond 255', makeRom({ header: { ...NES_2, 8: 1 } }), 'mapper 256'],
    ['no program', makeRom({ programBanks: 0 }), 'The header announces no program at all.'],
    ['sizes of NES 2.0 beyond the file', makeRom({ header: { ...NES_2, 9: 1 } }), '4218896 bytes'],
    ['half a bank', makeRom({ header: { ...NES_2, 4: 13 << 2, 9: 0x0f } }), 'has 8192 bytes of program'],
  ])('refuses %s in words', (_what, rom, message) => {
    const error = errorOf(() => readRomHeader(rom));
    expect(error).toBeInstanceOf(CoreError);
    expect(error.message).toContain(message);
    expect(error.hint).toMatch(/^[A-Z].+\.$/);
  });

  it('lets through exactly the boards that the emulator has', () => {
    for (let mapper = 0; mapper < 256; mapper++) {
      expect(emulatorTakes(mapper), `mapper ${mapper}`).toBe(SUPPORTED_MAPPERS.has(mapper));
    }
  });
});

function emulatorTakes(mapper: number): boolean {
  const nes = new NES({ onFrame: () => {}, onAudioSample: () => {}, sampleRate: 48_000 });
  try {
    nes.loadROM(makeRom({ mapper, programBanks: 2 }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.message === `Unsupported mapper: ${mapper}`) return false;
    throw error;
  }
}

function errorOf(action: () => void): CoreError {
  try {
    action();
  } catch (error) {
    return error as CoreError;
  }
  throw new Error('nothing was thrown');
}
