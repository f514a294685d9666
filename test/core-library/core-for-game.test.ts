import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type CoreFolders, coreFolders } from '../../src/core-library/core-folders.js';
import { coreForGame } from '../../src/core-library/core-for-game.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const ENDING = { darwin: 'dylib', win32: 'dll' }[process.platform as string] ?? 'so';

let folders: CoreFolders;

beforeEach(async () => {
  const dataDir = await temporaryFolder();
  const { own } = coreFolders({ dataDir });
  folders = { own, libraries: [own], infos: [join(own, 'info')] };
  await mkdir(folders.infos[0]!, { recursive: true });
  await install('plum', 'Plum Boy', 'pb|PBC');
  await install('damson', 'Damson NES', 'nes');
});

async function install(name: string, coreName: string, extensions: string, more = ''): Promise<void> {
  await writeFile(join(folders.own, `${name}_libretro.${ENDING}`), '');
  const info = `# A comment.\ncorename = "${coreName}"\nsupported_extensions = "${extensions}"\n${more}\n`;
  await writeFile(join(folders.infos[0]!, `${name}_libretro.info`), info);
}

function library(name: string): string {
  return join(folders.own, `${name}_libretro.${ENDING}`);
}

describe('the core for a game', () => {
  it('is the installed one of that name, the library’s or the core’s own', async () => {
    expect(await coreForGame('plum', 'a.bin', folders)).toEqual({ core: library('plum') });
    expect(await coreForGame('plum boy', 'a.bin', folders)).toEqual({ core: library('plum') });
  });

  it('is the installed one that plays its extension, whatever the case', async () => {
    expect(await coreForGame(undefined, '/games/a.PB', folders)).toEqual({
      core: library('plum'),
      others: [],
    });
    expect(await coreForGame(undefined, 'a.pbc', folders)).toMatchObject({ core: library('plum') });
  });

  it('is an installed one before a built-in one, which is told of', async () => {
    expect(await coreForGame(undefined, 'a.nes', folders)).toEqual({
      core: library('damson'),
      builtIn: 'nes',
      others: ['nes'],
    });
  });

  it('is the built-in one where nothing is installed, or what is installed needs a graphics card', async () => {
    const none = { ...folders, libraries: [] };
    expect(await coreForGame(undefined, 'a.NES', none)).toEqual({ core: 'nes' });
    await install('damson', 'Damson NES', 'nes', 'required_hw_api = "OpenGL Core >= 3.3"');
    expect(await coreForGame(undefined, 'a.nes', folders)).toEqual({ core: 'nes' });
  });

  it('of a list of discs is one that plays the first of them, best one that reads lists', async () => {
    await install('quince', 'Quince', 'cue|m3u');
    const folder = await temporaryFolder();
    const list = async (name: string, text: string) => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    const tapes = await list('tapes.m3u', '# Tapes\na.pb\nb.pb|Side B\n');
    expect(await coreForGame(undefined, tapes, folders)).toEqual({ core: library('plum'), others: [] });
    await install('sloe', 'Sloe', 'pb|m3u|xyz');
    expect(await coreForGame(undefined, tapes, folders)).toEqual({ core: library('sloe'), others: ['plum'] });
    const unknown = await list('unknown.M3U', 'a.unheard\n');
    expect(await coreForGame(undefined, unknown, folders)).toMatchObject({ others: expect.any(Array) });
    expect(await coreForGame(undefined, join(folder, 'missing.m3u'), folders)).toMatchObject({
      core: expect.stringMatching(/quince|sloe/),
    });
  });

  it('is none for a folder, which is told as what it is', async () => {
    for (const name of ['games', 'games.d']) {
      const folder = join(await temporaryFolder(), name);
      await mkdir(folder);
      await expect(coreForGame(undefined, folder, folders)).rejects.toMatchObject({
        kind: 'game',
        message: `The game ${folder} is a folder.`,
      });
    }
  });

  it('is the preferred one of several, and names the others', async () => {
    await install('nestopia', 'Nestopia', 'nes|fds');
    await install('aaa', 'A first one', 'nes');
    expect(await coreForGame(undefined, 'a.nes', folders)).toEqual({
      core: library('nestopia'),
      builtIn: 'nes',
      others: ['nes', 'aaa', 'damson'],
    });
  });

  it('is the one that the user prefers for the extension, unless another is named', async () => {
    const preferences = new Map([
      ['.nes', 'nes'],
      ['.pb', 'damson'],
    ]);
    expect(await coreForGame(undefined, 'a.NES', folders, preferences)).toEqual({ core: 'nes' });
    expect(await coreForGame(undefined, 'a.pb', folders, preferences)).toEqual({ core: library('damson') });
    expect(await coreForGame('plum', 'a.nes', folders, preferences)).toEqual({ core: library('plum') });
  });

  it.each([
    { core: 'nes', game: 'a.nes', why: 'a built-in core was named' },
    { core: './plum', game: 'a.pb', why: 'a path was named' },
    { core: undefined, game: 'a.xyz', why: 'nothing plays it' },
    { core: undefined, game: undefined, why: 'there is none' },
  ])('stays as it is where $why', async ({ core, game }) => {
    expect(await coreForGame(core, game, folders)).toEqual({ core });
  });

  it('is named to be installed where it is known and isn’t there', async () => {
    await install('sloe', 'Sloe', 'slo');
    await install('quince', 'Quince', 'slo');
    await install('medlar', 'Medlar', 'slo|3d', 'required_hw_api = "OpenGL Core >= 3.3"');
    const none = { ...folders, libraries: [] };
    await expect(coreForGame('Sloe', 'a.pb', none)).rejects.toMatchObject({
      kind: 'usage',
      message: 'The core sloe is not installed.',
      hint: 'Install it: cloudgame cores install sloe',
    });
    await expect(coreForGame(undefined, 'a.pb', none, new Map([['.pb', 'sloe']]))).rejects.toMatchObject({
      message: 'The core sloe is not installed.',
      hint: 'It is the choice for .pb in CLOUDGAME_CORES or the settings file. Install it: cloudgame cores install sloe',
    });
    await expect(coreForGame(undefined, '/games/a.SLO', none)).rejects.toMatchObject({
      kind: 'usage',
      message: 'No core that is installed plays "a.SLO".',
      hint: 'Install one that does: cloudgame cores install quince (or sloe)',
    });
    expect(await coreForGame(undefined, 'a.3d', none)).toEqual({ core: undefined });
  });

  it('has words for a name that no core has', async () => {
    await expect(coreForGame('nonesuch', 'a.pb', folders)).rejects.toMatchObject({
      kind: 'usage',
      message: 'There is no core named "nonesuch".',
      hint: 'Built in are nes, snake, test-pattern. Installed are damson, plum. See what else there is: cloudgame cores list --available. A program of your own is named by its path: --core ./nonesuch',
    });
  });

  it('is suggested where the name is misspelt', async () => {
    await expect(coreForGame('plumm', 'a.pb', folders)).rejects.toMatchObject({
      kind: 'usage',
      message: 'There is no core named "plumm". Did you mean plum?',
    });
  });
});
