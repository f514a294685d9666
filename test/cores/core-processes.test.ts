import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pictureBytes, rowBytes } from '../../cores/protocol/format.js';
import { encodeOption, HOST_MESSAGE } from '../../cores/protocol/host-message.js';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { CoreProcess, stepBody } from '../core-process.js';

const FIXTURES = join(PACKAGE_ROOT, 'test', 'fixtures', 'cores');
const DEMO_GAME = join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes');
const A_AND_RIGHT = (1 << 8) | (1 << 7);

const CORES = [
  { name: 'nes', program: 'nes', args: [DEMO_GAME], players: 2 },
  { name: 'snake', program: 'snake', args: [], players: 4 },
  { name: 'test-pattern', program: 'test-pattern', args: [], players: 8 },
  { name: 'python-core', program: join(FIXTURES, 'python-core.py'), args: [], players: 1 },
];

describe.each(CORES)('the core $name as a process', ({ name, program, args, players }) => {
  it('says hello, answers 100 steps with whole frames at its rate, and ends when the host closes', async () => {
    await using core = CoreProcess.start(program, args);
    const hello = await core.hello();
    expect(hello.name).toBe(name);
    expect(hello.players).toBe(players);
    expect([...hello.abilities]).toEqual(expect.arrayContaining(['states', 'reset']));
    const { pixelFormat, framesPerSecond, sampleRate, channels } = hello.format;
    let samples = 0;
    for (let step = 1; step <= 100; step++) {
      const frame = await core.step(step % 2 ? A_AND_RIGHT : 0);
      expect(frame.step).toBe(step);
      expect(frame.pixels.length).toBe(
        pictureBytes(pixelFormat, rowBytes(pixelFormat, frame.width), frame.height),
      );
      samples += frame.sound.length / 2 / channels;
    }
    expect(Math.abs(samples - (100 * sampleRate) / framesPerSecond)).toBeLessThan(2);
    expect(await core.end()).toBe(0);
  });

  it('gives the same frames for the same inputs', async () => {
    await using one = CoreProcess.start(program, args);
    await using other = CoreProcess.start(program, args);
    await Promise.all([one.hello(), other.hello()]);
    for (let step = 1; step <= 60; step++) {
      const buttons = step % 7 < 3 ? A_AND_RIGHT : 0;
      const [mine, yours] = await Promise.all([one.step(buttons), other.step(buttons)]);
      expect(mine.pixels.equals(yours.pixels), `picture of step ${step}`).toBe(true);
      expect(mine.sound.equals(yours.sound), `sound of step ${step}`).toBe(true);
    }
  });

  it('goes on from a state in a new process as if nothing had happened', async () => {
    await using first = CoreProcess.start(program, args);
    await using second = CoreProcess.start(program, args);
    await Promise.all([first.hello(), second.hello()]);
    await first.steps(90, A_AND_RIGHT);
    const state = await first.saveState();
    expect(await second.loadState(state)).toBeUndefined();
    for (let step = 1; step <= 60; step++) {
      const buttons = step % 5 ? A_AND_RIGHT : 0;
      const [mine, yours] = await Promise.all([first.step(buttons), second.step(buttons)]);
      expect(mine.pixels.equals(yours.pixels), `picture ${step} after the state`).toBe(true);
      expect(mine.sound.equals(yours.sound), `sound ${step} after the state`).toBe(true);
    }
  });

  it('refuses what is no state, in words, and goes on', async () => {
    await using core = CoreProcess.start(program, args);
    await core.hello();
    await core.step();
    expect(await core.loadState(Buffer.from('no state'))).toMatch(/not a (saved )?state/);
    expect((await core.step()).step).toBe(2);
  });

  it('begins anew on reset', async () => {
    await using core = CoreProcess.start(program, args);
    await core.hello();
    const fresh = await core.steps(30);
    expect(await core.reset()).toBeUndefined();
    const again = await core.steps(30);
    expect(again.pixels.equals(fresh.pixels)).toBe(true);
  });
});

describe('the test pattern as a process', () => {
  it('changes its picture size by an option, and says so before the frame', async () => {
    await using core = CoreProcess.start('test-pattern');
    const hello = await core.hello();
    expect(hello.options.map(({ key, values }) => [key, values])).toEqual([
      ['size', ['256x240', '320x200', '640x480']],
      ['pixels', ['i420', 'xrgb8888']],
    ]);
    core.send(HOST_MESSAGE.setOption, encodeOption('size', '320x200'));
    expect((await core.receive()).type).toBe(0x84);
    core.send(HOST_MESSAGE.step, stepBody(1, [0]));
    expect((await core.receive()).type).toBe(0x85);
    expect((await core.receive()).type).toBe(0x82);
  });
});

describe('misbehaving cores', () => {
  const fixture = (name: string, ...args: string[]) => CoreProcess.start(join(FIXTURES, name), args);

  it('exits-at-once says nothing', async () => {
    await using core = fixture('exits-at-once.js');
    await expect(core.hello()).rejects.toThrow('ended without a message');
    expect(await core.exited).toBe(7);
  });

  it('wrong-version speaks version 99', async () => {
    await using core = fixture('wrong-version.js');
    await expect(core.hello()).rejects.toThrow('core protocol 99 where 1 is spoken');
  });

  it('error-message complains in words', async () => {
    await using core = fixture('error-message.js');
    expect(await core.complaint()).toEqual({
      message: 'The game needs a BIOS, and there is none.',
      hint: 'Put bios.bin beside the game.',
    });
    expect(await core.exited).toBe(1);
  });

  it('exits-after-steps answers as often as it is told', async () => {
    await using core = fixture('exits-after-steps.js', '3');
    await core.hello();
    await core.steps(3);
    await expect(core.step()).rejects.toThrow('ended without a message');
    expect(await core.exited).toBe(9);
  });

  it('exits-but-saves counts on from its state', async () => {
    await using core = fixture('exits-but-saves.js', '5');
    await core.hello();
    await core.steps(2);
    const state = await core.saveState();
    await using next = fixture('exits-but-saves.js', '5');
    await next.hello();
    expect(await next.loadState(state)).toBeUndefined();
    expect((await next.step()).pixels[0]).toBe(3);
  });

  it('garbage-after-steps breaks the protocol', async () => {
    await using core = fixture('garbage-after-steps.js', '2');
    await core.hello();
    await core.steps(2);
    await expect(core.step()).rejects.toThrow('type 66');
  });

  it('floods-stderr answers all the same where its log is read', async () => {
    await using core = fixture('floods-stderr.js');
    await core.hello();
    await core.steps(3);
    expect(await core.end()).toBe(0);
    expect(core.log.length).toBeGreaterThan(1024 * 1024);
  });
});
