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

async function install(name: string, coreName: string, extensions: string): Promise<void> {
  await writeFile(join(folders.own, `${name}_libretro.${ENDING}`), '');
  const info = `# A comment.\ncorename = "${coreName}"\nsupported_extensions = "${extensions}"\n`;
  await writeFile(join(folders.infos[0]!, `${name}_libretro.info`), info);
}

function library(name: string): string {
  return join(folders.own, `${name}_libretro.${ENDING}`);
}

describe('the core for a game', () => {
  it('is the installed one of that name, the library’s or the core’s own', async () => {
    expect(await coreForGame('plum', 'a.bin', folders)).toBe(library('plum'));
    expect(await coreForGame('plum boy', 'a.bin', folders)).toBe(library('plum'));
  });

  it('is the installed one that plays its extension, whatever the case', async () => {
    expect(await coreForGame(undefined, '/games/a.PB', folders)).toBe(library('plum'));
    expect(await coreForGame(undefined, 'a.pbc', folders)).toBe(library('plum'));
  });

  it.each([
    { core: 'nes', game: 'a.nes', why: 'a built-in core was named' },
    { core: './plum', game: 'a.pb', why: 'a path was named' },
    { core: undefined, game: 'a.nes', why: 'a built-in core plays it' },
    { core: undefined, game: 'a.xyz', why: 'nothing plays it' },
    { core: undefined, game: undefined, why: 'there is none' },
    { core: 'nonesuch', game: 'a.pb', why: 'no core has a name like it' },
  ])('stays as it is where $why', async ({ core, game }) => {
    expect(await coreForGame(core, game, folders)).toBe(core);
  });

  it('is suggested where the name is misspelt', async () => {
    await expect(coreForGame('plumm', 'a.pb', folders)).rejects.toMatchObject({
      kind: 'usage',
      message: 'There is no core named "plumm". Did you mean plum?',
    });
  });
});
