import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NesConsole } from '../../../cores/nes/nes-console.js';
import { readRomHeader, SUPPORTED_MAPPERS, withPlainHeader } from '../../../cores/nes/rom-header.js';
import { PACKAGE_ROOT } from '../../../src/package-root.js';
import { holding } from '../../core-process.js';
import { makeRom, type RomPlan } from '../../fixtures/roms/rom.js';

const DEMO = readFileSync(join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes'));
const A = 1 << 8;
const UP = 1 << 4;
const LEFT = 1 << 6;
const RIGHT = 1 << 7;
const WIDTH = 256;
const HEIGHT = 240;
/** `LDA $6000; CLC; ADC #1; STA $6000; JMP $C003…`: counts in the cartridge's RAM, once. */
const COUNTS_STARTS = [0xee, 0x00, 0x60, 0x4c, 0x03, 0xc0];
/** Stops a 6502 for good. */
const JAM = [0x02];

describe('the project’s own game', () => {
  it('shows a picture with many colours', () => {
    const nes = play(30);
    expect(coloursOf(nes.picture).size).toBeGreaterThan(8);
  });

  it('draws blue in Y, Cb and Cr', () => {
    // 0x0000b4 of the palette.
    expect(pixelAt(play(30), 4, 4)).toEqual([34, 207, 115]);
  });

  it('changes the whole screen in the very step in which A is pressed, and back in the one without it', () => {
    const nes = play(30);
    const night = Buffer.from(nes.picture);
    nes.step([holding(A)]);
    const day = Buffer.from(nes.picture);
    nes.step([holding(0)]);
    expect(shareOfChanged(night, day)).toBeGreaterThan(0.95);
    expect(shareOfChanged(night, Buffer.from(nes.picture))).toBeLessThan(0.05);
    expect(mean(day) - mean(night)).toBeGreaterThan(60);
  });

  it('shows the second player’s A in another colour', () => {
    const nes = play(30);
    nes.step([holding(A)]);
    const first = Buffer.from(nes.picture);
    nes.step([holding(0), holding(A)]);
    expect(shareOfChanged(first, Buffer.from(nes.picture))).toBeGreaterThan(0.9);
  });

  it('sounds in the step in which A is pressed, and is silent before', () => {
    const nes = play(30);
    expect(loudest(nes)).toBe(0);
    nes.step([holding(A)]);
    expect(loudest(nes)).toBeGreaterThan(1000);
  });

  it('moves its hero by the cross, in the same step', () => {
    const nes = play(30);
    const still = Buffer.from(nes.picture);
    nes.step([holding(RIGHT)]);
    const bottom = [WIDTH * 184, WIDTH * HEIGHT] as const;
    expect(
      Buffer.from(nes.picture)
        .subarray(...bottom)
        .equals(still.subarray(...bottom)),
    ).toBe(false);
  });

  it('never sees opposite directions together', () => {
    const one = play(30);
    const other = play(30);
    one.step([holding(LEFT | RIGHT | UP)]);
    other.step([holding(UP)]);
    expect(Buffer.from(one.picture).equals(Buffer.from(other.picture))).toBe(true);
  });
});

describe('sound', () => {
  it('comes at 48,000 samples a second of NES time', () => {
    const nes = play(60);
    let samples = 0;
    for (let frame = 0; frame < 600; frame++) {
      nes.step([]);
      samples += nes.sound.length;
    }
    expect(Math.abs(samples - (600 * 48_000 * 655_171) / 39_375_000)).toBeLessThan(1);
  });

  it('begins without a click', () => {
    const nes = insert(DEMO);
    nes.step([]);
    expect(loudest(nes)).toBe(0);
  });
});

describe('states', () => {
  it('bring back picture, sound and what follows, in another console', () => {
    const nes = play(100, [holding(A)]);
    const state = nes.saveState();
    const other = insert(DEMO);
    other.loadState(state);
    for (let frame = 0; frame < 30; frame++) {
      nes.step([holding(frame % 3 ? RIGHT : A)]);
      other.step([holding(frame % 3 ? RIGHT : A)]);
      expect(Buffer.from(other.picture).equals(Buffer.from(nes.picture))).toBe(true);
      expect([...other.sound]).toEqual([...nes.sound]);
    }
  });

  it.each([...SUPPORTED_MAPPERS])('fit a console that was just switched on, with mapper %i', (mapper) => {
    const rom = makeRom({ mapper, programBanks: 4, pictureBanks: 2 });
    const nes = insert(rom);
    for (let frame = 0; frame < 5; frame++) nes.step([]);
    const fresh = insert(rom);
    fresh.loadState(nes.saveState());
    expect(fresh.saveState().equals(nes.saveState())).toBe(true);
  });

  it('of another game are refused in words', () => {
    const state = insert(makeRom()).saveState();
    const nes = play(1);
    expect(() => nes.loadState(state)).toThrow('The state belongs to another game.');
  });

  it('that are damaged, cut or made up are refused in words, and the game goes on as it was', () => {
    const nes = play(30);
    const state = nes.saveState();
    const damaged = Buffer.from(state);
    damaged[5000] = damaged[5000]! ^ 1;
    const bad = [
      damaged,
      state.subarray(0, 1000),
      state.subarray(0, 20),
      Buffer.alloc(0),
      Buffer.alloc(9999, 7),
    ];
    for (const bytes of bad) expect(() => nes.loadState(bytes)).toThrow(/state/);
    expect(nes.saveState().equals(state)).toBe(true);
  });
});

describe('a cartridge with a battery', () => {
  it('keeps its RAM through a power cycle', () => {
    const nes = insert(makeRom({ battery: true, code: COUNTS_STARTS }));
    nes.step([]);
    expect(nes.saveRam).toHaveLength(8192);
    expect(nes.saveRam[0]).toBe(1);
    nes.powerCycle();
    nes.step([]);
    expect(nes.saveRam[0]).toBe(2);
  });

  it('forgets without one', () => {
    const nes = insert(makeRom({ code: COUNTS_STARTS }));
    nes.step([]);
    nes.powerCycle();
    nes.step([]);
    expect(nes.saveRam[0]).toBe(1);
  });

  it('has 64 KiB on the board MMC5', () => {
    expect(insert(makeRom({ mapper: 5, battery: true, programBanks: 4 })).saveRam).toHaveLength(65536);
  });
});

describe('a game that crashes', () => {
  it('is told in words', () => {
    const nes = insert(makeRom({ code: JAM }));
    expect(() => nes.step([])).toThrow(/^The game crashed: invalid opcode at address \$c00\d\.$/);
  });

  it('runs again after a power cycle until it crashes again', () => {
    const nes = insert(makeRom({ code: JAM }));
    expect(() => nes.step([])).toThrow('crashed');
    nes.powerCycle();
    expect(() => nes.step([])).toThrow('$c00');
  });
});

function insert(rom: Buffer | RomPlan): NesConsole {
  const bytes = Buffer.isBuffer(rom) ? rom : makeRom(rom);
  const header = readRomHeader(bytes);
  return new NesConsole(withPlainHeader(bytes, header), header);
}

function play(frames: number, players: Parameters<NesConsole['step']>[0] = []): NesConsole {
  const nes = insert(DEMO);
  for (let frame = 0; frame < frames; frame++) nes.step(players);
  return nes;
}

function pixelAt(nes: NesConsole, x: number, y: number): number[] {
  const pair = (y >> 1) * (WIDTH / 2) + (x >> 1);
  const planes = [y * WIDTH + x, WIDTH * HEIGHT + pair, (WIDTH * HEIGHT * 5) / 4 + pair];
  return planes.map((offset) => nes.picture[offset]!);
}

function coloursOf(picture: Uint8Array): Set<number> {
  const colours = new Set<number>();
  for (let pair = 0; pair < (WIDTH * HEIGHT) / 4; pair++) {
    colours.add(picture[WIDTH * HEIGHT + pair]! * 256 + picture[(WIDTH * HEIGHT * 5) / 4 + pair]!);
  }
  return colours;
}

function shareOfChanged(one: Buffer, other: Buffer): number {
  let changed = 0;
  for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) if (one[pixel] !== other[pixel]) changed++;
  return changed / (WIDTH * HEIGHT);
}

function mean(picture: Uint8Array): number {
  const brightness = picture.subarray(0, WIDTH * HEIGHT);
  return brightness.reduce((sum, value) => sum + value, 0) / brightness.length;
}

function loudest(nes: NesConsole): number {
  return nes.sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}
