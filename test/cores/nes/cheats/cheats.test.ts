import { describe, expect, it } from 'vitest';
import { NesConsole } from '../../../../cores/nes/nes-console.js';
import { readRomHeader } from '../../../../cores/nes/rom-header.js';
import { makeRom } from '../../../fixtures/roms/rom.js';

/** `LDA $8080; STA $6000; LDA $10; STA $6001; JMP $C000`: what is read there shows in the cartridge's RAM. */
const SHOWS_ITS_MEMORY = [0xad, 0x80, 0x80, 0x8d, 0x00, 0x60, 0xa5, 0x10, 0x8d, 0x01, 0x60, 0x4c, 0x00, 0xc0];

function consoleWith(...codes: string[]): NesConsole {
  const rom = makeRom({ battery: true, code: SHOWS_ITS_MEMORY });
  const nes = new NesConsole(rom, readRomHeader(rom));
  nes.setCheats(codes);
  return nes;
}

function shownBy(nes: NesConsole): number[] {
  nes.step([]);
  return [...nes.saveRam.subarray(0, 2)];
}

describe('cheats', () => {
  it('change what the game reads of its cartridge', () => {
    expect(shownBy(consoleWith())[0]).toBe(0);
    expect(shownBy(consoleWith('8080:AB'))[0]).toBe(0xab);
    expect(shownBy(consoleWith('UXAAAE'))[0]).toBe(0xab);
  });

  it('with a comparison change only what is as they expect', () => {
    expect(shownBy(consoleWith('8080?00:AB'))[0]).toBe(0xab);
    expect(shownBy(consoleWith('8080?01:AB'))[0]).toBe(0);
  });

  it('keep memory at a value', () => {
    const nes = consoleWith('0010:55');
    expect(shownBy(nes)[1]).toBe(0x55);
    nes.setCheats(['0010?55:56', '0010?54:57']);
    expect(shownBy(nes)[1]).toBe(0x56);
    nes.setCheats(['6005:12']);
    nes.step([]);
    expect(nes.saveRam[5]).toBe(0x12);
  });

  it('hold over a power cycle and over states, of which they are no part', () => {
    const nes = consoleWith('8080:AB', '0010:55');
    const before = consoleWith();
    before.step([]);
    nes.step([]);
    nes.powerCycle();
    expect(shownBy(nes)).toEqual([0xab, 0x55]);
    nes.loadState(before.saveState());
    expect(shownBy(nes)).toEqual([0xab, 0x55]);
    before.loadState(nes.saveState());
    expect(shownBy(before)[0]).toBe(0);
  });

  it('end where others or none are set', () => {
    const nes = consoleWith('8080:AB');
    expect(shownBy(nes)[0]).toBe(0xab);
    nes.setCheats(['8080:AC']);
    expect(shownBy(nes)[0]).toBe(0xac);
    nes.setCheats([]);
    expect(shownBy(nes)[0]).toBe(0);
  });

  it('stay as they were where one of the new ones is none', () => {
    const nes = consoleWith('8080:AB');
    expect(() => nes.setCheats(['8080:01', 'RUBBISH'])).toThrow('“RUBBISH”');
    expect(shownBy(nes)[0]).toBe(0xab);
  });

  it('give the same game where it is taken back with every frame', () => {
    const plain = consoleWith('8080:AB', '0010:55');
    const takenBack = consoleWith('8080:AB', '0010:55');
    for (let frame = 0; frame < 20; frame++) {
      plain.step([]);
      const state = takenBack.saveState();
      takenBack.step([]);
      takenBack.loadState(state);
      takenBack.step([]);
      expect(takenBack.saveState().equals(plain.saveState())).toBe(true);
    }
  });
});
