import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Environment } from '../../../cores/libretro/environment.js';
import type { SystemInfoValue } from '../../../cores/libretro/libretro-api.js';
import { loadRefusal, ownStacksRefusal, refuseSubsystemGame } from '../../../cores/libretro/load-refusal.js';
import { CoreError } from '../../../cores/protocol/core-error.js';

it('says of a core whose calls V8 takes for an overflow of its stack what is the matter', () => {
  const refusal = ownStacksRefusal('bsnes', new RangeError('Maximum call stack size exceeded'));
  expect(refusal).toBeInstanceOf(CoreError);
  expect(refusal).toMatchObject({ message: expect.stringMatching(/^The core bsnes runs on several stacks/) });
});

it('leaves everything else as it was thrown', () => {
  const thrown = new Error('no');
  expect(ownStacksRefusal('bsnes', thrown)).toBe(thrown);
});

const INFO = {
  library_name: 'Fixture',
  library_version: '1',
  valid_extensions: 'cue|pce',
  need_fullpath: false,
} satisfies SystemInfoValue;

/** Why a core refuses a game that says of itself that it knows this firmware, of which none is there. */
function refusalOf(game: string, firmware: Readonly<Record<string, boolean>>, message?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'cloudgame-refusal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const infoFile = join(folder, 'x_libretro.info');
  const lines = Object.entries(firmware).flatMap(([path, optional], index) => [
    `firmware${index}_path = "${path}"`,
    `firmware${index}_opt = "${optional}"`,
  ]);
  writeFileSync(infoFile, [`firmware_count = ${lines.length / 2}`, ...lines].join('\n'));
  const environment = { wantsGraphicsCard: false, message, subsystems: [] } as unknown as Environment;
  const refusal = loadRefusal(environment, INFO, 'x_libretro.so', game, '/system', infoFile);
  return `${refusal.message} ${refusal.hint}`;
}

describe('a game that a core refuses', () => {
  it('is told with the files that it can’t be played without, and damage as the other possibility', () => {
    expect(refusalOf('a.pce', { 'needed.bin': false, 'other.bin': true }, 'No BIOS.')).toBe(
      "The core Fixture doesn't take a.pce: No BIOS; it needs files of the console that are not there: needed.bin. " +
        'Put needed.bin into /system. If that is not it, the game may be damaged: copy it again, or get another copy.',
    );
  });

  it('and that is a disc is told with those that are optional, which other games do without', () => {
    expect(refusalOf('a.CUE', { 'bios1.pce': true, 'bios2.pce': true })).toBe(
      "The core Fixture doesn't take a.CUE; it may need files of the console that are not there: bios1.pce, bios2.pce. " +
        'Put bios1.pce, bios2.pce into /system. Which of them it takes depends on the game. ' +
        'If that is not it, the game may be damaged: copy it again, or get another copy.',
    );
  });

  it('and that is a cartridge is rather damaged than in want of them', () => {
    expect(refusalOf('a.pce', { 'bios.pce': true })).toBe(
      "The core Fixture doesn't take a.pce. Copy the game again, or get another copy: " +
        'this one may be damaged, or of an unusual kind. For some games it needs files: Put bios.pce into /system.',
    );
  });

  it('and that is of another system is told so, whatever firmware is missing', () => {
    expect(refusalOf('a.sfc', { 'needed.bin': false })).toBe(
      "The core Fixture doesn't take a.sfc. The core plays .cue, .pce; another system's game needs another core (--core).",
    );
  });

  it('names no more than eight files', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${index}.rom`, true]));
    expect(refusalOf('a.cue', many)).toContain(
      'Put 0.rom, 1.rom, 2.rom, 3.rom, 4.rom, 5.rom, 6.rom, 7.rom into',
    );
  });
});

describe('a game of which a core plays several at once', () => {
  const subsystems = [{ name: 'Link', extensions: ['gb', 'pce'] }];
  const refuse = (game: string | undefined) => () => refuseSubsystemGame({ subsystems }, INFO, game);

  it('is refused before the core takes it for another', () => {
    expect(refuse('a.GB')).toThrow(
      'a.GB is played by the core Fixture only as "Link", with several files at once, which cloudgame can’t do.',
    );
  });

  it('is played where the core plays such files by themselves too', () => {
    expect(refuse('a.pce')).not.toThrow();
    expect(refuse('a.sfc')).not.toThrow();
    expect(refuse(undefined)).not.toThrow();
  });
});
