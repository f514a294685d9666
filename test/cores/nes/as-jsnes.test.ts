import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { NES } from 'jsnes';
import { describe, expect, it } from 'vitest';
import { IdleLoops } from '../../../cores/nes/idle-loops.js';
import { readState } from '../../../cores/nes/jsnes-state.js';
import { LateSound } from '../../../cores/nes/late-sound.js';
import { restartDotCounts, runLinesWhole } from '../../../cores/nes/whole-lines.js';
import { PACKAGE_ROOT } from '../../../src/package-root.js';
import { makeRom } from '../../fixtures/roms/rom.js';

/** Of a program, and how many programs there are. */
const FRAMES = 16;
const SEEDS = 12;
const MMC2 = 9;
const MMC3 = 4;
const BOARDS = [0, MMC2, MMC3];

/** `LDA #$88; STA $2000; LDA #$1e; STA $2001; LDA #$1f; STA $4015; CLI`: interrupts, picture and voices on. */
const START = [
  ...[0xa9, 0x88, 0x8d, 0x00, 0x20, 0xa9, 0x1e, 0x8d, 0x01, 0x20],
  ...[0xa9, 0x1f, 0x8d, 0x15, 0x40, 0x58],
];
/** Where the interrupts are counted. */
const COUNTED = 0x10;
/** `INC $10; RTI`. */
const COUNT = [0xe6, 0x10, 0x40];
const BACK = [0x4c, 0x10, 0xc0];

/** How games wait: for the count of the interrupts, for nothing, by counting, for the picture unit, and not quite. */
const WAITS: readonly (readonly number[])[] = [
  // LDA $10; -: CMP $10; BEQ -
  [0xa5, 0x10, 0xc5, 0x10, 0xf0, 0xfc],
  // LDA $10; AND #1; STA $11; -: LDA $0010; AND #1; EOR $11; BEQ -
  [0xa5, 0x10, 0x29, 0x01, 0x85, 0x11, 0xad, 0x10, 0x00, 0x29, 0x01, 0x45, 0x11, 0xf0, 0xf7],
  // LDX #0; -: DEX; BNE -
  [0xa2, 0x00, 0xca, 0xd0, 0xfd],
  // -: BIT $2002; BPL -
  [0x2c, 0x02, 0x20, 0x10, 0xfb],
  // LDY $10; -: INC $12; CPY $10; BEQ -
  [0xa4, 0x10, 0xe6, 0x12, 0xc4, 0x10, 0xf0, 0xfa],
  // LDY $10; -: LDA $4015; CPY $10; BEQ -
  [0xa4, 0x10, 0xad, 0x15, 0x40, 0xc4, 0x10, 0xf0, 0xf9],
];
/** Registers of the sound unit, of the picture unit, and that for DMA. */
const REGISTERS = [
  ...Array.from({ length: 0x14 }, (_, register) => 0x4000 + register),
  ...[0x4015, 0x4017, 0x4014, 0x2001, 0x2003, 0x2005, 0x2006, 0x2007],
];

describe('a console that passes over waiting, makes sound late and runs whole lines', () => {
  it.each([
    ['the project’s own game', readFileSync(join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes'))],
    ['the homebrew', readFileSync(join(PACKAGE_ROOT, 'test/fixtures/roms/homebrew/nes.nes'))],
  ])('plays %s as jsnes does', (_, rom) => {
    expectSame(rom, 120);
  });

  it.each(Array.from({ length: SEEDS }, (_, index) => index + 1))(
    'plays program %i as jsnes does',
    (seed) => {
      const random = randomBytes(seed);
      const pick = <Item>(items: readonly Item[]) => items[random() % items.length]!;
      const writes = Array.from({ length: 8 }, () => store(random(), pick(REGISTERS)));
      const code = [...START, ...writes.flatMap((write) => [...pick(WAITS), ...write]), ...BACK];
      const nmi = seed % 3 === 0 ? [...store(random(), pick(REGISTERS)), ...COUNT] : COUNT;
      expectSame(makeRom({ code, nmi, mapper: BOARDS[seed % BOARDS.length]!, programBanks: 4 }), FRAMES);
    },
  );

  it('is put forward while the game waits', () => {
    const nes = new NES({ sampleRate: 48_000, onFrame: () => {}, onAudioSample: () => {} });
    nes.loadROM(makeRom());
    let played = 0;
    const { cpu } = nes;
    const emulate = cpu.emulate.bind(cpu);
    cpu.emulate = () => {
      played++;
      return emulate();
    };
    new LateSound(nes);
    new IdleLoops(nes);
    for (let frame = 0; frame < 10; frame++) nes.frame();
    // A frame has 29,781 cycles, and a jump to itself three.
    expect(played).toBeLessThan(10 * 1000);
  });
});

/** Plays a game on jsnes as it is and on one that was made faster, and compares all that comes of it. */
function expectSame(rom: Buffer, frames: number): void {
  const plain = new Recording(rom, false);
  const fast = new Recording(rom, true);
  for (let frame = 0; frame < frames; frame++) {
    expect(fast.play(frame).equals(plain.play(frame)), `frame ${frame}`).toBe(true);
  }
}

class Recording {
  readonly #nes: NES;
  readonly #sound: LateSound | undefined;
  readonly #loops: IdleLoops | undefined;
  #samples: number[] = [];

  constructor(rom: Buffer, fast: boolean) {
    this.#nes = new NES({
      sampleRate: 48_000,
      onFrame: () => {},
      onAudioSample: (left, right) => this.#samples.push(left, right),
    });
    this.#nes.loadROM(rom);
    if (!fast) return;
    runLinesWhole(this.#nes);
    this.#sound = new LateSound(this.#nes);
    this.#loops = new IdleLoops(this.#nes);
  }

  /** @returns picture, samples and, of some frames, the state. */
  play(frame: number): Buffer {
    const nes = this.#nes;
    this.#samples = [];
    if (this.#sound) restartDotCounts(nes.ppu);
    this.#loops?.forget();
    // As a cheat does.
    if (frame % 3 === 0) nes.cpu.mem[COUNTED]! ^= 1;
    if (frame % 16 < 8) nes.buttonDown(1, 7);
    else nes.buttonUp(1, 7);
    nes.frame();
    this.#sound?.finishFrame();
    // Reading it brings the console up to date, which it shall not need.
    const state = frame % 8 === 7 ? readState(nes) : undefined;
    return serialize([nes.ppu.buffer, this.#samples, nes.cpu.cycles, state]);
  }
}

/** `LDA #value; STA address`. */
function store(value: number, address: number): number[] {
  return [0xa9, value, 0x8d, address & 0xff, address >> 8];
}

/** Bytes of a linear congruential generator (Numerical Recipes). */
function randomBytes(seed: number): () => number {
  let state = Math.imul(seed, 0x9e37_79b9);
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >>> 24;
  };
}
