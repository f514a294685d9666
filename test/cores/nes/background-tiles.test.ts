import { serialize } from 'node:v8';
import { NES } from 'jsnes';
import { describe, expect, it } from 'vitest';
import { drawTilesFast } from '../../../cores/nes/background-tiles.js';
import { readState } from '../../../cores/nes/jsnes-state.js';
import { makeRom } from '../../fixtures/roms/rom.js';

/** What the tests set inside of jsnes. */
interface Console extends NES {
  readonly cpu: NES['cpu'] & { write(address: number, value: number): void };
  readonly ppu: NES['ppu'] & { readonly spriteMem: Uint8Array };
}

const MMC2 = 9;
const SCROLL = 0x2005;
const ADDRESS = 0x2006;
const DATA = 0x2007;
const FRAMES = 2;
const SEEDS = 8;
/** `INC $00; LDA $00; STA $2005; AND #$1e; STA $2001; LDX $00; DEX; BNE -1; JMP $C000`: in the middle of lines. */
const RESTLESS = [
  ...[0xe6, 0x00, 0xa5, 0x00, 0x8d, 0x05, 0x20, 0x29, 0x1e, 0x8d, 0x01, 0x20],
  ...[0xa6, 0x00, 0xca, 0xd0, 0xfd, 0x4c, 0x00, 0xc0],
];

describe('background tiles', () => {
  it.each([
    ['of a game that leaves the picture alone', makeRom()],
    ['of a game that scrolls and hides things in the middle of lines', makeRom({ code: RESTLESS })],
    ['of a board that changes patterns by what is fetched', makeRom({ mapper: MMC2, programBanks: 8 })],
  ])('%s are drawn as jsnes draws them', (_, rom) => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const plain = playing(rom, seed, false);
      const fast = playing(rom, seed, true);
      for (let frame = 0; frame < FRAMES; frame++) {
        plain.frame();
        fast.frame();
        expect(pictureOf(fast).equals(pictureOf(plain)), `picture ${frame} of seed ${seed}`).toBe(true);
      }
      expect(serialize(readState(fast)).equals(serialize(readState(plain))), `state of seed ${seed}`).toBe(
        true,
      );
    }
  });

  it('of such games differ from line to line', () => {
    const nes = playing(makeRom(), 1, true);
    nes.frame();
    nes.frame();
    expect(new Set(nes.ppu.buffer).size).toBeGreaterThan(4);
  });
});

/** A console whose picture unit is full of what a seed brings, with sprites, clipped or not, scrolled anywhere. */
function playing(rom: Buffer, seed: number, fast: boolean): Console {
  const nes = new NES({ sampleRate: 48_000, onFrame: () => {}, onAudioSample: () => {} }) as Console;
  nes.loadROM(rom);
  if (fast) drawTilesFast(nes);
  // The picture unit takes no register before its first frame is over.
  nes.frame();
  nes.frame();
  const random = randomBytes(seed);
  const { cpu, ppu } = nes;
  for (let address = 0; address < 0x3000; address++) ppu.vramMem[address] = random();
  for (let index = 0; index < ppu.spriteMem.length; index++) ppu.spriteMem[index] = random();
  cpu.write(ADDRESS, 0x3f);
  cpu.write(ADDRESS, 0x00);
  for (let index = 0; index < 32; index++) cpu.write(DATA, random() & 0x3f);
  cpu.write(0x2000, random() & 0x3b);
  cpu.write(SCROLL, random());
  cpu.write(SCROLL, random() % 240);
  // Bits 1 and 2 show background and sprites in the left column, 3 and 4 at all.
  cpu.write(0x2001, (random() & 0x1e) | (seed % 4 === 0 ? 0 : 0x18));
  return nes;
}

/** Bytes of a linear congruential generator (Numerical Recipes). */
function randomBytes(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >>> 24;
  };
}

function pictureOf({ ppu }: NES): Buffer {
  const { buffer, byteOffset, byteLength } = ppu.buffer;
  return Buffer.from(buffer, byteOffset, byteLength);
}
