import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CoreFrame } from '../../../cores/protocol/core-frame.js';
import { CORE_MESSAGE, decodeDone } from '../../../cores/protocol/core-message.js';
import {
  encodeOption,
  encodeStep,
  HOST_MESSAGE,
  NEUTRAL_INPUT,
} from '../../../cores/protocol/host-message.js';
import { PACKAGE_ROOT } from '../../../src/package-root.js';
import { CoreProcess } from '../../core-process.js';
import { colourAt } from '../picture-colours.js';
import { debianCore } from './cores.js';
import { gameBoyRom } from './game-boy-rom.js';

const NESTOPIA = debianCore('nestopia');
const DEMO_GAME = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');
const A = 1 << 8;
const RIGHT = 1 << 7;

const folder = mkdtempSync(join(tmpdir(), 'cloudgame-libretro-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function nestopia(...args: string[]): CoreProcess {
  return CoreProcess.start('libretro', [NESTOPIA, DEMO_GAME, ...args]);
}

/** How many colours the first pixels of each two by two have. */
function coloursOf(frame: CoreFrame): number {
  const colours = new Set<number>();
  for (let y = 0; y < frame.height; y += 2) {
    for (let x = 0; x < frame.width; x += 2) colours.add(colourAt(frame, 'i420', x, y));
  }
  return colours.size;
}

describe('nestopia through the libretro core', () => {
  it('says hello with its size, exact rates, buttons, players and options', async () => {
    await using core = nestopia();
    const hello = await core.hello();
    expect(hello).toMatchObject({ name: 'nestopia', title: 'demo', players: 4 });
    expect([...hello.abilities]).toEqual(expect.arrayContaining(['states', 'reset', 'options']));
    expect(hello.format).toMatchObject({
      pixelFormat: 'i420',
      width: 256,
      sampleRate: 48_000,
      channels: 2,
    });
    expect(Math.round(hello.format.framesPerSecond)).toBe(60);
    expect(hello.format.aspectRatio).toBeCloseTo(1.306, 3);
    expect(hello.buttonLabels.get(8)).toBe('A');
    expect(hello.buttonLabels.get(3)).toBe('Start');
    expect(hello.options.find(({ key }) => key === 'nestopia_favored_system')?.values[0]).toBe('auto');
  });

  it('answers 100 steps with whole, colourful frames and sound at its rate', async () => {
    await using core = nestopia();
    const { framesPerSecond, sampleRate } = (await core.hello()).format;
    let samples = 0;
    let loudest = 0;
    let colours = 0;
    for (let step = 1; step <= 100; step++) {
      const frame = await core.step(step % 20 < 10 ? A | RIGHT : 0);
      expect(frame.pixels.length).toBe((frame.width * frame.height * 3) / 2);
      samples += frame.sound.length / 4;
      for (const sample of new Int16Array(Uint8Array.from(frame.sound).buffer)) {
        loudest = Math.max(loudest, Math.abs(sample));
      }
      colours = Math.max(colours, coloursOf(frame));
    }
    expect(colours).toBeGreaterThan(4);
    expect(loudest).toBeGreaterThan(100);
    expect(Math.abs(samples - (100 * sampleRate) / framesPerSecond)).toBeLessThan(2);
    expect(await core.end()).toBe(0);
  });

  it('reacts to A', async () => {
    await using pressed = nestopia();
    await using idle = nestopia();
    await Promise.all([pressed.hello(), idle.hello()]);
    await Promise.all([pressed.steps(60), idle.steps(60)]);
    const [one, other] = await Promise.all([pressed.steps(10, A), idle.steps(10)]);
    expect(one.pixels.equals(other.pixels)).toBe(false);
  });

  it('gives the same frames for the same inputs, and goes on from a state in a new process', async () => {
    await using first = nestopia();
    await using second = nestopia();
    await Promise.all([first.hello(), second.hello()]);
    for (let step = 1; step <= 60; step++) {
      const buttons = step % 7 < 3 ? A | RIGHT : 0;
      const [mine, yours] = await Promise.all([first.step(buttons), second.step(buttons)]);
      expect(mine.pixels.equals(yours.pixels), `picture of step ${step}`).toBe(true);
      expect(mine.sound.equals(yours.sound), `sound of step ${step}`).toBe(true);
    }
    const state = await first.saveState();
    await using third = nestopia();
    await third.hello();
    expect(await third.loadState(state)).toBeUndefined();
    for (let step = 1; step <= 60; step++) {
      const buttons = step % 5 ? A | RIGHT : 0;
      const [mine, yours] = await Promise.all([frameOf(first, step, buttons), frameOf(third, step, buttons)]);
      expect(mine.equals(yours), `picture ${step} after the state`).toBe(true);
    }
  });

  it('refuses what is no state and a state of another game, in words, and goes on', async () => {
    await using core = nestopia();
    await core.hello();
    await core.step();
    expect(await core.loadState(Buffer.from('no state'))).toMatch(/not a saved state/);
    const state = await core.saveState();
    state[10]! ^= 1;
    expect(await core.loadState(state)).toBe('This is a saved state of another game or core.');
    expect((await core.step()).step).toBe(2);
  });

  it('plays on after a reset', async () => {
    await using core = nestopia();
    await core.hello();
    await core.steps(30, A);
    expect(await core.reset()).toBeUndefined();
    expect((await core.steps(10)).pixels.length).toBeGreaterThan(0);
  });

  it('sends neither picture nor sound that isn’t needed', async () => {
    await using core = nestopia();
    await core.hello();
    await core.steps(5);
    const players = [NEUTRAL_INPUT];
    core.send(
      HOST_MESSAGE.step,
      encodeStep({ number: 6, pictureNeeded: false, soundNeeded: false, players }),
    );
    const { type, body } = await core.receive();
    expect(type).toBe(CORE_MESSAGE.frame);
    expect(body.length).toBe(17);
  });

  it('takes a changed option, and refuses unknown ones with a suggestion', async () => {
    await using core = nestopia();
    await core.hello();
    const set = async (key: string, value: string) => {
      core.send(HOST_MESSAGE.setOption, encodeOption(key, value));
      return decodeDone((await core.receive()).body);
    };
    const plain = await core.steps(30);
    expect(await set('nestopia_palette', 'rgb')).toBeUndefined();
    expect(await set('nestopia_pallete', 'rgb')).toContain('Did you mean "nestopia_palette"?');
    expect(await set('nestopia_palette', 'rgbb')).toContain('Did you mean "rgb"?');
    const recoloured = await core.steps(3);
    expect(recoloured.pixels.equals(plain.pixels)).toBe(false);
  });

  it('takes options from its command line, and leaves unknown ones to its host', async () => {
    await using core = nestopia('--option', 'nestopia_favored_system=pal');
    expect((await core.hello()).format.framesPerSecond).toBeCloseTo(50, 0);
    await using wrong = nestopia('--option', 'nestopia_favoured_system=pal');
    expect((await wrong.hello()).format.framesPerSecond).toBeCloseTo(60, 0);
  });
});

describe('gambatte through the libretro core', () => {
  it('keeps the Game Boy’s fractional rates', async () => {
    await using core = CoreProcess.start('libretro', [debianCore('gambatte'), file('loop.gb', gameBoyRom())]);
    const { format } = await core.hello();
    expect(format).toMatchObject({ pixelFormat: 'i420', width: 160, height: 144 });
    // 4,194,304 Hz by 70,224 clocks a frame (Pan Docs, "Rendering").
    expect(format.framesPerSecond).toBeCloseTo(4_194_304 / 70_224, 9);
    expect((await core.steps(3)).pixels.length).toBe((160 * 144 * 3) / 2);
  });

  it('gives and takes the RAM of a cartridge with a battery', async () => {
    await using core = CoreProcess.start('libretro', [debianCore('gambatte'), file('save.gb', gameBoyRom())]);
    expect((await core.hello()).abilities.has('saveRam')).toBe(true);
    core.send(HOST_MESSAGE.writeSaveRam, Buffer.alloc(8192, 0xa5));
    expect(decodeDone((await core.receive()).body)).toBeUndefined();
    await core.steps(5);
    core.send(HOST_MESSAGE.readSaveRam);
    expect((await core.receive()).body.equals(Buffer.alloc(8192, 0xa5))).toBe(true);
    core.send(HOST_MESSAGE.writeSaveRam, Buffer.alloc(10));
    const refusal = decodeDone((await core.receive()).body);
    expect(refusal).toBe('This game keeps 8192 bytes, and the save has 10.');
  });
});

describe('the libretro core', () => {
  it.each([
    [
      'a missing library',
      '/nowhere/x_libretro.so',
      DEMO_GAME,
      'There is no libretro core at /nowhere/x_libretro.so.',
    ],
    ['a library of another kind', libc(), DEMO_GAME, 'but not a libretro core'],
    ['a file that is no library', DEMO_GAME, DEMO_GAME, 'can’t be loaded as a library'],
    ['a missing game', NESTOPIA, join(folder, 'missing.nes'), 'does not exist'],
    ['a folder', NESTOPIA, folder, 'is a folder, not a game'],
    ['an empty game', NESTOPIA, file('empty.nes', ''), 'is empty'],
    ['a broken game', NESTOPIA, file('bad.nes', 'no game at all'), "The core Nestopia doesn't take bad.nes"],
    ['another system’s game', NESTOPIA, file('game.gba', 'x'), "The core Nestopia doesn't take game.gba"],
  ])('refuses %s with a message and a hint, and exits', async (_what, library, game, message) => {
    await using core = CoreProcess.start('libretro', [library, game]);
    const complaint = await core.complaint();
    expect(complaint.message).toContain(message);
    expect(complaint.hint).not.toBe('');
    expect(await core.exited).toBe(1);
  });

  it('says that a game is needed, and how it is called', async () => {
    await using core = CoreProcess.start('libretro', [NESTOPIA]);
    expect((await core.complaint()).message).toBe('The core Nestopia was started without a game.');
    await using bare = CoreProcess.start('libretro', []);
    expect((await bare.complaint()).hint).toContain('LIBRARY [GAME]');
  });
});

async function frameOf(core: CoreProcess, step: number, buttons: number): Promise<Buffer> {
  const players = [{ ...NEUTRAL_INPUT, buttons }];
  core.send(HOST_MESSAGE.step, encodeStep({ number: step, pictureNeeded: true, soundNeeded: true, players }));
  for (;;) {
    const { type, body } = await core.receive();
    if (type === CORE_MESSAGE.frame) return body;
    expect(type).toBe(CORE_MESSAGE.format);
  }
}

/** A library that every machine with a libretro core from Debian has. */
function libc(): string {
  const path = join(NESTOPIA, '..', '..', 'libc.so.6');
  return existsSync(path) ? path : '/lib/libc.so.6';
}
