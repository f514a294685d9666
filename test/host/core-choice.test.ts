import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { SaveStore } from '../../src/saves/save-store.js';
import { debianCore } from '../cores/libretro/cores.js';
import { type HostProcess, startCloudgame, startHost } from '../host-process.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { openHost } from './test-host.js';

const DEMO = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');
const HAS_OPTIONS = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores', 'has-options.js');
/** The built-in core isn't preferred, as it is in the other tests. */
const AUTOMATIC = { CLOUDGAME_CORES: '' };

let home: string;

beforeEach(async () => {
  home = await temporaryFolder();
});

/** Hosts to the end, which has to come by itself; what it says comes without the terminal's line breaks. */
async function fail(args: readonly string[], environment: Record<string, string> = {}) {
  const run = startCloudgame(['host', ...args, '--signal', 'embedded'], { home, cwd: home, environment });
  const { code } = await run.ended;
  expect(run.stdout).toBe('');
  return { code, words: run.stderr.replaceAll(/\s+/g, ' ').trim() };
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Lets a host play for a while, and ends it as Ctrl-C does; returns its warnings. */
async function playAndEnd(host: HostProcess): Promise<string[]> {
  await host.event('stats', ({ fps }) => fps > 0);
  host.signalGroup('SIGINT');
  await host.ended;
  return host.events.flatMap((event) => (event.event === 'warning' ? [event.message] : []));
}

describe('the core of a hosted game', () => {
  test('is the installed one, and the start-up line names it and how to get the other', async () => {
    const options = { home, environment: AUTOMATIC };
    const run = startCloudgame(['host', DEMO, '--signal', 'embedded'], options);
    await run.until(() => run.stderr.includes('To watch only:'), 'the links for people');
    expect(run.stderr).toContain('Hosting demo (nestopia). The built-in core plays it as well: --core nes\n');
    const { ready } = await startHost([DEMO], options);
    expect(ready.game).toMatchObject({ title: 'demo', core: 'nestopia' });
  });

  test('is the one that is named, or preferred in the settings, of which nothing more is said', async () => {
    const named = startCloudgame(['host', DEMO, '--core', 'nestopia', '--signal', 'embedded'], { home });
    await named.until(() => named.stderr.includes('Hosting demo (nestopia).\n'), 'the start-up line');
    await mkdir(join(home, 'cloudgame'), { recursive: true });
    await writeFile(join(home, 'cloudgame', 'config.json'), '{ "cores": { "nes": "nes" } }');
    const preferred = startCloudgame(['host', DEMO, '--signal', 'embedded'], {
      home,
      environment: AUTOMATIC,
    });
    await preferred.until(() => preferred.stderr.includes('Hosting demo (nes).\n'), 'the start-up line');
  });

  test('that is preferred and not there is told with the place where it stands', async () => {
    const { code, words } = await fail([DEMO], { CLOUDGAME_CORES: 'nes=nonesuch' });
    expect(words).toContain('There is no core named "nonesuch".');
    expect(code).toBe(2);
  });

  test('may change, and no state of either is lost', async () => {
    const store = new SaveStore(join(home, 'cloudgame'), sha256Of(await readFile(DEMO)));
    const cores = async () => {
      const found: string[] = [];
      for (const save of await store.list()) {
        const state = save.kind === 'battery' ? undefined : await store.readState(save);
        if (state) found.push(state.core.name);
      }
      return found;
    };
    await playAndEnd(await startHost([DEMO, '--core', 'nes'], { home }));
    const warnings = await playAndEnd(await startHost([DEMO, '--core', 'nestopia', '--resume'], { home }));
    expect(warnings.join(' ')).toContain('was made by the core nes, and this game runs on nestopia');
    expect((await cores()).sort()).toEqual(['nes', 'nestopia']);
    const back = await playAndEnd(await startHost([DEMO, '--core', 'nes', '--resume'], { home }));
    expect(back.join(' ')).toContain('The game goes on where it was at');
    expect(await cores()).toContain('nestopia');
  });

  test('may change, and what the cartridge keeps carries over', async () => {
    const rom = await readFile(DEMO);
    // The cartridge's battery (NES 2.0, byte 6).
    rom[6]! |= 2;
    const game = join(home, 'save.nes');
    await writeFile(game, rom);
    const store = new SaveStore(join(home, 'cloudgame'), sha256Of(rom));
    await store.prepare('save');
    const kept = Buffer.alloc(8192, 0x5a);
    await store.writeBattery(kept);
    for (const core of ['nes', 'nestopia', 'nes']) {
      const warnings = await playAndEnd(await startHost([game, '--core', core], { home }));
      expect(warnings.filter((message) => message.includes('save RAM'))).toEqual([]);
      expect((await store.read({ kind: 'battery' }))?.equals(kept)).toBe(true);
    }
  });
});

describe('the options of a hosted game’s core', () => {
  test('reach it before its first frame', async () => {
    const coreOptions = new Map([['nestopia_favored_system', 'pal']]);
    const { host } = await openHost({ game: DEMO, core: 'nestopia', coreOptions });
    expect(host.facts.framesPerSecond).toBeCloseTo(50, 0);
  });

  test.each([
    [
      'nestopia',
      'nestopia_pallete=rgb',
      'the core nestopia has no such option. Did you mean "nestopia_palette"?',
    ],
    ['nestopia', 'nestopia_palette=rgbb', '"rgbb" is no value of it. Did you mean "rgb"?'],
    ['nestopia', 'nestopia_palette', "a core's option has the form key=value. See what a core has"],
    ['nestopia', '=rgb', "a core's option has the form key=value."],
    ['nes', 'palette=rgb', 'the core nes has no such option. It has none: leave it out.'],
  ])('are usage errors where %s does not have them: %s', async (core, option, message) => {
    const { code, words } = await fail([DEMO, '--core', core, '--option', option]);
    expect(words).toMatch(/^Error: --option /);
    expect(words).toContain(message);
    expect(code).toBe(2);
    // Nothing else was started: no links were made.
    expect(existsSync(join(home, 'cloudgame', 'rooms'))).toBe(false);
  });

  test('are set in a program of one’s own as well, and the demo takes none', async () => {
    const { ready } = await startHost(['--core', HAS_OPTIONS, '--option', 'shade=grey'], { home });
    expect(ready.game.core).toBe('fixture');
    expect(await fail(['--core', HAS_OPTIONS, '--option', 'shade=forbidden'])).toMatchObject({
      code: 2,
      words: expect.stringContaining('The core refused the option shade=forbidden: not today'),
    });
    const demo = startCloudgame(['demo', '--option', 'speed=2', '--signal', 'embedded'], { home });
    expect((await demo.ended).code).toBe(2);
    expect(demo.stderr).toContain('the core snake has no such option');
  });
});

describe('the folders of a hosted game’s core', () => {
  test('are made, and the one for saves belongs to the game', async () => {
    const host = await startHost([DEMO, '--core', 'nestopia'], { home });
    const data = join(home, 'cloudgame');
    expect((await stat(join(data, 'system'))).isDirectory()).toBe(true);
    expect((await stat(join(data, 'saves', host.ready.game.sha256, 'core-files'))).isDirectory()).toBe(true);
  });

  test('are one host’s at a time: another goes without that for saves, and says so', async () => {
    const dataDir = home;
    const first = await openHost({ game: DEMO, core: 'nestopia', dataDir });
    const second = await openHost({ game: DEMO, core: 'nestopia', dataDir });
    const { message } = await second.event('warning', ({ message }) => message.startsWith('Memory cards'));
    expect(message).toBe(
      'Memory cards and the like, which the core writes by itself, are not kept: another host plays this game.',
    );
    await Promise.all([first, second].map(({ host }) => host.close('The test goes on.')));
    const third = await openHost({ game: DEMO, core: 'nestopia', dataDir });
    await third.event('stats');
    const warnings = third.events.items.filter((event) => event.event === 'warning');
    expect(JSON.stringify(warnings)).not.toContain('Memory cards');
  });

  test('that is named and not there is a usage error', async () => {
    const { code, words } = await fail([DEMO, '--core', 'nestopia', '--system-dir', 'nowhere']);
    expect(words).toContain(`The system folder ${join(home, 'nowhere')} is not there.`);
    expect(code).toBe(2);
  });

  test('that is named and not there is one with a built-in core as well', async () => {
    const { code, words } = await fail([DEMO, '--core', 'nes', '--system-dir', 'nowhere']);
    expect(words).toContain(`The system folder ${join(home, 'nowhere')} is not there.`);
    expect(code).toBe(2);
  });
});

describe('a disc of the PC Engine without the console’s BIOS', () => {
  test('is refused with the files that it takes and their folder, though cartridges do without', async () => {
    const game = join(home, 'disc.cue');
    await writeFile(game, 'FILE "disc.bin" BINARY\n  TRACK 01 MODE1/2352\n    INDEX 01 00:00:00\n');
    const sectors = Buffer.alloc(2352 * 400);
    // The second sector's data begin behind sync and header, and have the name that the system card looks for.
    sectors.write('PC Engine CD-ROM SYSTEM', 2352 + 16 + 0x20, 'latin1');
    await writeFile(join(home, 'disc.bin'), sectors);
    const { code, words } = await fail([game, '--core', 'mednafen_pce_fast']);
    expect(words).toMatch(/doesn't take disc\.cue; it may need files of the console .*: syscard3\.pce /);
    expect(words).toContain(`gexpress.pce into ${join(home, 'cloudgame', 'system')}.`);
    expect(words).toContain('the game may be damaged');
    expect(code).toBe(3);
  });
});

describe('a PlayStation game without the console’s BIOS', () => {
  /** The header of a PS-X EXE, and a page of nothing. */
  async function tinyGame(): Promise<string> {
    const game = join(home, 'tiny.exe');
    const program = Buffer.alloc(4096);
    program.write('PS-X EXE', 0, 'latin1');
    for (const [offset, value] of [
      [0x10, 0x80010000],
      [0x18, 0x80010000],
      [0x1c, 2048],
      [0x30, 0x801ffff0],
    ] as const) {
      program.writeUInt32LE(value, offset);
    }
    await writeFile(game, program);
    return game;
  }

  test('says which files are missing, who needs them, and where they go', async () => {
    const { code, words } = await fail([await tinyGame(), '--core', 'mednafen_psx']);
    expect(words).toMatch(
      /The core Beetle PSX needs files of the PlayStation that are not there: scph5500\.bin \(PS1 JP BIOS\)/,
    );
    expect(words).toContain(`into ${join(home, 'cloudgame', 'system')}.`);
    expect(code).toBe(3);
  });

  test('says the same of a library elsewhere, whose .info file lies beside it', async () => {
    const library = join(home, 'mednafen_psx_libretro.so');
    await copyFile(debianCore('mednafen_psx'), library);
    const info = 'corename = "My PSX"\nfirmware_count = 1\nfirmware0_path = "my.bin"\n';
    await writeFile(join(home, 'mednafen_psx_libretro.info'), info);
    const { words } = await fail([await tinyGame(), '--core', library]);
    expect(words).toContain('The core My PSX needs files of the console that are not there: my.bin.');
  });

  test('goes on with a warning where it starts all the same', async () => {
    const library = join(home, 'nestopia_libretro.so');
    await copyFile(debianCore('nestopia'), library);
    const info = 'corename = "Nestopia"\nfirmware_count = 1\nfirmware0_path = "my.bin"\n';
    await writeFile(join(home, 'nestopia_libretro.info'), info);
    const host = await startHost([DEMO, '--core', library], { home });
    const { message } = await host.event('warning');
    expect(message).toMatch(
      /^The core Nestopia needs files of the console that are not there: my\.bin\. Put my\.bin into /,
    );
  });
});
