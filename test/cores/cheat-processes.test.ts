import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CoreProcess } from '../core-process.js';
import { makeRom } from '../fixtures/roms/rom.js';
import { debianCore } from './libretro/cores.js';

/** `LDA $8080; STA $6000; JMP $C000`: shows in the cartridge's RAM what it reads there, 0. */
const SHOWS_ITS_PROGRAM = [0xad, 0x80, 0x80, 0x8d, 0x00, 0x60, 0x4c, 0x00, 0xc0];
/** $AB is read at $8080, as a Game Genie's code. */
const CODE = 'UXAAAE';
const STEPS = 5;

let folder: string;
let game: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cheats-'));
  game = join(folder, 'game.nes');
  await writeFile(game, makeRom({ battery: true, code: SHOWS_ITS_PROGRAM }));
});

afterAll(() => rm(folder, { recursive: true }));

const CORES = [
  { name: 'nes', start: () => CoreProcess.start('nes', [game]) },
  {
    name: 'libretro with nestopia',
    start: () => CoreProcess.start('libretro', [debianCore('nestopia'), game]),
  },
];

describe.each(CORES)('the core $name', ({ start }) => {
  async function shown(core: CoreProcess): Promise<number | undefined> {
    await core.steps(STEPS);
    return (await core.readSaveRam())[0];
  }

  it('takes cheat codes, and none', async () => {
    await using core = start();
    expect((await core.hello()).abilities).toContain('cheats');
    expect(await shown(core)).toBe(0);
    expect(await core.setCheats(CODE)).toBeUndefined();
    expect(await shown(core)).toBe(0xab);
    expect(await core.setCheats()).toBeUndefined();
    expect(await shown(core)).toBe(0);
  });

  it('keeps them over a reset, over a state, and where it is run ahead', async () => {
    await using core = start();
    await core.hello();
    await core.steps(STEPS);
    const state = await core.saveState();
    await core.setCheats(CODE);
    await core.reset();
    expect(await shown(core)).toBe(0xab);
    await core.loadState(state);
    expect(await shown(core)).toBe(0xab);
    expect(await core.setRunAhead(2)).toBeUndefined();
    expect(await shown(core)).toBe(0xab);
  });

  it('takes others while it is run ahead', async () => {
    await using core = start();
    await core.hello();
    await core.setRunAhead(2);
    await core.steps(STEPS);
    expect(await core.setCheats(CODE)).toBeUndefined();
    expect(await shown(core)).toBe(0xab);
  });

  it('refuses what is no code, by its name', async () => {
    await using core = start();
    await core.hello();
    await core.setCheats(CODE);
    expect(await core.setCheats('AAAAAA', 'no\ncode')).toContain('“no\ncode” is no cheat code');
    expect(await shown(core)).toBe(0xab);
  });
});

it('a core that takes no cheats doesn’t say that it does', async () => {
  await using core = CoreProcess.start('snake');
  expect((await core.hello()).abilities).not.toContain('cheats');
});
