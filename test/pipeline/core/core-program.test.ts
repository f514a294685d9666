import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../../src/package-root.js';
import { findCoreProgram } from '../../../src/pipeline/core/core-program.js';
import { TemporaryFolder } from '../temporary-folder.js';

function builtIn(name: string): string {
  return join(PACKAGE_ROOT, 'dist', 'cores', name, 'main.js');
}

describe('the core for a game', () => {
  it('follows from the game’s extension, in either case', async () => {
    for (const game of ['/games/a.nes', '/games/A.NES']) {
      expect(await findCoreProgram(undefined, game)).toEqual({
        command: process.execPath,
        args: [builtIn('nes'), game],
        name: 'nes',
        reads: [game],
        pureJavaScript: true,
      });
    }
  });

  it('may be named, and gets the game’s whole path', async () => {
    expect(await findCoreProgram('nes', 'rom.bin')).toEqual({
      command: process.execPath,
      args: [builtIn('nes'), join(process.cwd(), 'rom.bin')],
      name: 'nes',
      reads: [join(process.cwd(), 'rom.bin')],
      pureJavaScript: true,
    });
  });

  it('may bring its own game', async () => {
    expect(await findCoreProgram('snake', undefined)).toEqual({
      command: process.execPath,
      args: [builtIn('snake')],
      name: 'snake',
      reads: [],
      pureJavaScript: true,
    });
  });

  it('may be any program, named by its path', async () => {
    await using folder = await TemporaryFolder.make();
    const path = await folder.file('my-core', '#!/bin/sh\n', 0o755);
    expect(await findCoreProgram(path, '/games/a.xyz')).toEqual({
      command: path,
      args: ['/games/a.xyz'],
      name: 'my-core',
      reads: ['/games/a.xyz'],
    });
    expect(await findCoreProgram(path, undefined)).toMatchObject({ command: path, args: [] });
  });
});

describe.each(['so', 'dylib', 'dll'])('a library named .%s', (extension) => {
  it('is loaded as a libretro core by the package’s program', async () => {
    await using folder = await TemporaryFolder.make();
    const path = await folder.file(`nestopia_libretro.${extension}`, '');
    expect(await findCoreProgram(path, '/games/a.nes')).toEqual({
      command: process.execPath,
      args: [builtIn('libretro'), path, '/games/a.nes'],
      name: 'nestopia',
      reads: [path, '/games/a.nes'],
      library: path,
    });
    expect(await findCoreProgram(path, undefined)).toMatchObject({ args: [builtIn('libretro'), path] });
  });
});

describe('a core that can’t be found', () => {
  it.each([
    {
      what: 'an unknown name',
      core: 'gameboy',
      game: undefined,
      kind: 'usage',
      message: 'There is no core named "gameboy".',
      hint: 'Built in are nes, snake, test-pattern. A program of your own is named by its path: --core ./gameboy',
    },
    {
      what: 'a name that every object has',
      core: 'constructor',
      game: undefined,
      kind: 'usage',
      message: 'There is no core named "constructor".',
      hint: expect.stringContaining('Built in are'),
    },
    {
      what: 'an unknown extension',
      core: undefined,
      game: '/games/a.gba',
      kind: 'usage',
      message: 'No core is known for "a.gba": the extension .gba says nothing to cloudgame.',
      hint: 'Name a game (.nes), or a core with --core. Those for other systems: cloudgame cores list --available',
    },
    {
      what: 'a game without an extension',
      core: undefined,
      game: '/games/tetris',
      kind: 'usage',
      message: 'No core is known for "tetris": it has no extension.',
      hint: 'Name a game (.nes), or a core with --core. Those for other systems: cloudgame cores list --available',
    },
    {
      what: 'neither game nor core',
      core: undefined,
      game: undefined,
      kind: 'usage',
      message: 'Neither a game nor a core is named.',
      hint: 'Name a game (.nes), or a core with --core. Those for other systems: cloudgame cores list --available',
    },
    {
      what: 'a core without the game that it needs',
      core: 'nes',
      game: undefined,
      kind: 'usage',
      message: 'The core nes needs a game.',
      hint: 'Name one: cloudgame host GAME.nes',
    },
    {
      what: 'a game for a core that brings its own',
      core: 'snake',
      game: '/games/a.nes',
      kind: 'usage',
      message: 'The core snake brings its own game; it can\'t play "a.nes".',
      hint: 'Leave the file out, or leave out --core snake.',
    },
    {
      what: 'a path where there is nothing',
      core: './nowhere/core',
      game: undefined,
      kind: 'game',
      message: 'There is no core at ./nowhere/core.',
      hint: 'Give the path of a program that speaks the core protocol (cores/PROTOCOL.md).',
    },
    {
      what: 'a folder',
      core: '/usr/bin/',
      game: undefined,
      kind: 'game',
      message: 'There is no core at /usr/bin/.',
      hint: expect.stringContaining('PROTOCOL.md'),
    },
  ])('for $what is told in words', async ({ core, game, kind, message, hint }) => {
    await expect(findCoreProgram(core, game)).rejects.toMatchObject({ kind, message, hint });
  });

  it('since the program may not be executed is told in words', async () => {
    await using folder = await TemporaryFolder.make();
    const path = await folder.file('my-core', '#!/bin/sh\n');
    await expect(findCoreProgram(path, undefined)).rejects.toMatchObject({
      kind: 'game',
      exitCode: 3,
      message: `The core ${path} may not be executed.`,
      hint: `Make it a program: chmod +x ${path}`,
    });
  });
});
