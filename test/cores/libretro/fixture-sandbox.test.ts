import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PACKAGE_ROOT } from '../../../src/package-root.js';
import { CoreProcess } from '../../../src/pipeline/core/core-process.js';
import { type CoreProgram, findCoreProgram } from '../../../src/pipeline/core/core-program.js';
import { confineCore } from '../../../src/pipeline/core/sandbox.js';
import { holding } from '../../core-process.js';
import { COLOUR_TOLERANCE, colourAt, colourDifference } from '../picture-colours.js';
import { debianCore } from './cores.js';
import { fixtureCore } from './fixture-core.js';
import { gameFile } from './fixture-game.js';
import { escapesOf, Temptation, writtenBesideLibrary } from './temptation.js';

/** By the test's own try, so that the code under test can't talk itself out of what it has to do. */
const bubblewrapWorks =
  spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', 'true']).status === 0;

async function start(program: CoreProgram): Promise<CoreProcess> {
  const core = await CoreProcess.start(program, { onFormat: () => {} });
  onTestFinished(() => core.close());
  return core;
}

/** A core in bubblewrap; `undefined` where the machine has none, after the proof that it isn't started then. */
async function startConfined(program: CoreProgram): Promise<CoreProcess | undefined> {
  if (bubblewrapWorks) return start((await confineCore(program, 'require')).program);
  await expect(confineCore(program, 'require')).rejects.toThrow("can't be isolated");
  return undefined;
}

async function escaping({ game, saves }: Temptation): Promise<CoreProgram> {
  const program = await findCoreProgram(fixtureCore('escapes'), game);
  return { ...program, args: [...program.args, `--saves=${saves}`], writes: [saves] };
}

async function firstFrame(core: CoreProcess) {
  return core.step({ number: 1, pictureNeeded: true, soundNeeded: true, players: [holding(0)] });
}

describe('a libretro core that tries to escape', () => {
  it('gets everywhere without a sandbox, which is what the other is measured by', async () => {
    const temptation = await Temptation.prepare();
    const core = await start(await escaping(temptation));
    expect(escapesOf(await core.readSaveRam())).toBe('crwgtes');
    expect(existsSync(temptation.newFile)).toBe(true);
    expect(writtenBesideLibrary()).toBe(true);
    expect(await temptation.victimEnded()).toBe(true);
    expect(temptation.connections).toBe(1);
  });

  it('reads its game, writes into its folder for saves, and gets nowhere else in bubblewrap', async () => {
    const temptation = await Temptation.prepare();
    const { game, saves, folder } = temptation;
    const text = readFileSync(game, 'utf8');
    const core = await startConfined(await escaping(temptation));
    if (!core) return;
    expect(escapesOf(await core.readSaveRam())).toBe('s');
    expect((await firstFrame(core)).pixels.length).toBeGreaterThan(0);
    expect(readdirSync(saves)).toEqual(['written']);
    expect(readdirSync(folder)).toEqual(['secret']);
    expect(readdirSync(dirname(game))).toEqual(['fixture.game']);
    expect(readFileSync(game, 'utf8')).toBe(text);
    expect(writtenBesideLibrary()).toBe(false);
    expect(await temptation.victimEnded()).toBe(false);
    expect(temptation.connections).toBe(0);
  });
});

describe('a libretro core in bubblewrap', () => {
  it('reads its game by itself where it wants to', async () => {
    const core = await startConfined(await findCoreProgram(fixtureCore('reads-itself'), gameFile('\x5a')));
    if (!core) return;
    const colour = colourAt(await firstFrame(core), core.format.pixelFormat, 0, 0);
    expect(colourDifference(colour, 0x5a5a5a)).toBeLessThanOrEqual(COLOUR_TOLERANCE);
  });

  it('may be one of Debian’s', async () => {
    const game = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');
    const core = await startConfined(await findCoreProgram(debianCore('nestopia'), game));
    if (core) expect((await firstFrame(core)).width).toBe(256);
  });
});
