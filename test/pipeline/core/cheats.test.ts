import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { refusalOfCheats, setFirstCheats } from '../../../src/pipeline/core/cheats.js';
import type { CoreProgram } from '../../../src/pipeline/core/core-program.js';
import { CoreStage } from '../../../src/pipeline/core/core-stage.js';
import { makeRom } from '../../fixtures/roms/rom.js';
import { Arrivals } from '../arrivals.js';
import { isRunning, kill } from '../process.js';
import { builtIn } from './core-program-of.js';

/** `LDA $8080; STA $6000; JMP $C000`: shows in the cartridge's RAM what it reads there, 0. */
const SHOWS_ITS_PROGRAM = [0xad, 0x80, 0x80, 0x8d, 0x00, 0x60, 0x4c, 0x00, 0xc0];

async function gameProgram(): Promise<CoreProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'cheats-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const game = join(folder, 'game.nes');
  await writeFile(game, makeRom({ battery: true, code: SHOWS_ITS_PROGRAM }));
  const nes = builtIn('nes');
  return { ...nes, args: [...nes.args, game] };
}

async function stageOf(program: CoreProgram) {
  const restarts = new Arrivals<boolean>();
  const stage = await CoreStage.start(program, {
    onFormat: () => {},
    onDeath: () => {},
    onRestart: (_failure, fromState) => restarts.add(fromState),
  });
  onTestFinished(() => stage.close());
  const shown = async () => {
    await stage.step([]);
    return (await stage.readSaves()).saveRam?.[0];
  };
  return { stage, restarts, shown };
}

describe('cheats of a game', () => {
  it('hold over the death of its core', async () => {
    const { stage, restarts, shown } = await stageOf(await gameProgram());
    expect(await stage.setCheats(['8080:AB'])).toBeUndefined();
    expect(await shown()).toBe(0xab);
    kill(stage.pid);
    await stage.step([]);
    await restarts.reach(1);
    expect(await stage.setCheats(['8080:AC', 'RUBBISH'])).toContain('“RUBBISH” is no cheat code');
    expect(await shown()).toBe(0xab);
    expect(await stage.setCheats([])).toBeUndefined();
    expect(await shown()).toBe(0);
  });

  it('end the start where one is wrong, with a usage error and without a process that is left', async () => {
    const { stage } = await stageOf(await gameProgram());
    const { pid } = stage;
    await expect(setFirstCheats(stage, ['8080:AB', '2000:01'])).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('“2000:01”'),
      hint: expect.stringContaining('--cheat'),
    });
    expect(isRunning(pid!)).toBe(false);
  });

  it('are refused for a core that takes none, unless there are none', async () => {
    const { stage } = await stageOf(builtIn('snake'));
    expect(await stage.setCheats(['SXIOPO'])).toBe('The core snake takes no cheat codes.');
    expect(await stage.setCheats([])).toBeUndefined();
  });

  it('are bounded in number and length', () => {
    const hello = { name: 'nes', abilities: new Set(['cheats'] as const) };
    expect(refusalOfCheats(hello, Array(100).fill('SXIOPO'))).toBeUndefined();
    expect(refusalOfCheats(hello, Array(101).fill('SXIOPO'))).toMatch(/^101 cheat codes are too many/);
    expect(refusalOfCheats(hello, ['X'.repeat(1001)])).toMatch(/…” is no cheat code/);
  });
});
