import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../signalling/temporary-folder.js';
import { HOMEBREW, REAL_CORES, readImage } from './homebrew.js';

describe('the images of the homebrew games', () => {
  it('are what the assemblers make of the sources', async () => {
    const folder = await temporaryFolder();
    execFileSync(join(HOMEBREW, 'build.sh'), [folder]);
    for (const { image } of REAL_CORES) {
      expect((await readFile(join(folder, image))).equals(readImage(image)), image).toBe(true);
    }
  });

  it('carry the checksums at which the consoles look', () => {
    // Pan Docs, "The Cartridge Header", $014D.
    const gameBoy = readImage('game-boy.gb');
    const gameBoySum = gameBoy.subarray(0x134, 0x14d).reduce((sum, byte) => (sum - byte - 1) & 0xff, 0);
    expect(gameBoy[0x14d]).toBe(gameBoySum);
    // GBATEK, "GBA Cartridge Header", 0BDh.
    const gba = readImage('gba.gba');
    const gbaSum = gba.subarray(0xa0, 0xbd).reduce((sum, byte) => (sum - byte) & 0xff, -0x19);
    expect(gba[0xbd]).toBe(gbaSum);
  });
});
