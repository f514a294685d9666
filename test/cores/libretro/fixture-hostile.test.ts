import { describe, expect, it } from 'vitest';
import { CoreFailure } from '../../../src/pipeline/core/core-failure.js';
import { isRunning } from '../../pipeline/process.js';
import { FixtureGame } from './fixture-game.js';

const WIDTH = 64;
const HEIGHT = 48;
const A = 1 << 8;

/** How something ends that a core is in the way of. */
async function failureOf(playing: Promise<unknown>): Promise<CoreFailure> {
  const failure = await playing.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CoreFailure);
  return failure as CoreFailure;
}

describe('a core that does everything as it should', () => {
  it('moves, sounds, reacts to A, and goes on from its state and its save RAM', async () => {
    const { core } = await FixtureGame.start('plain', 'anything');
    const first = await FixtureGame.start('plain', 'anything');
    const second = await FixtureGame.start('plain', 'anything');
    const frame = await first.play(30);
    expect(frame).toMatchObject({ width: WIDTH, height: HEIGHT, pitch: WIDTH });
    expect(frame.sound.length).toBe(800 * 4);
    expect(new Set(new Int16Array(Uint8Array.from(frame.sound).buffer))).toEqual(new Set([8000, -8000]));
    expect((await second.play(30)).pixels.equals(frame.pixels)).toBe(true);
    const pressed = await first.play(1, A);
    expect((await second.play(1)).pixels.equals(pressed.pixels)).toBe(false);
    expect((await first.core.readSaveRam()).readUInt32LE()).toBe(31);
    expect(await core.loadState(await first.core.saveState())).toBeUndefined();
    expect(await core.writeSaveRam(Buffer.alloc(64, 7))).toBeUndefined();
    expect((await core.readSaveRam()).equals(Buffer.alloc(64, 7))).toBe(true);
  });
});

describe('a core that dies', () => {
  it.each(['segfault', 'abort', 'exit', 'hang'])(
    'of %s in a frame is told, and leaves no process',
    async (how) => {
      const game = await FixtureGame.start('dies', `run ${how}`);
      await game.play(19);
      const pid = game.core.pid!;
      const { kind, message } = await failureOf(game.play(1));
      expect(kind).toBe('game');
      expect(message).toMatch(
        {
          segfault: /^The core was ended by SIGSEGV\./,
          abort: /^The core was ended by SIGABRT\./,
          exit: /^The core exited with code 0\./,
          hang: /^The core did not answer within 2 s\./,
        }[how]!,
      );
      await game.core.close();
      expect(isRunning(pid)).toBe(false);
    },
  );

  it.each([
    ['segfault', /^The core was ended by SIGSEGV\./],
    ['abort', /^The core was ended by SIGABRT\./],
    ['exit', /^The core exited with code 0\./],
    ['hang', /^The core did not answer within 10 s\./],
  ])('of %s while it loads its game is told', async (how, message) => {
    const failure = await failureOf(FixtureGame.start('dies', `load ${how}`));
    expect(failure.message).toMatch(message);
    expect(failure.hint).not.toBe('');
  });
});

describe('a core that lies', () => {
  it.each([
    ['no frames a second', 'fps 0', 'The core names an impossible rate of 0 frames a second.'],
    ['a rate that is no number', 'fps nan', 'The core names an impossible rate of NaN frames a second.'],
    ['endless frames a second', 'fps inf', 'The core names an impossible rate of Infinity frames a second.'],
    ['a million frames a second', 'fps 1e6', 'The core names an impossible rate of 1000000 frames a second.'],
    ['a picture of 60,000 a side', 'base 60000', 'The core draws pictures of 60000×60000 pixels'],
    ['a picture without a size', 'base 0', 'The core names an impossible picture of 0×0 pixels.'],
  ])('with %s at its start is refused in words', async (_what, game, message) => {
    const failure = await failureOf(FixtureGame.start('lies', game));
    expect(failure.message).toContain(message);
    expect(failure.hint).not.toBe('');
  });

  it.each(['0', '-1', 'nan', 'inf', '1e9'])('with a sample rate of %s plays without sound', async (rate) => {
    const game = await FixtureGame.start('lies', `rate ${rate}`);
    expect(game.core.hello.format).toMatchObject({ sampleRate: 0, channels: 0 });
    const { pixels, sound } = await game.play(20);
    expect(pixels.length).toBe((3 / 2) * WIDTH * HEIGHT);
    expect(sound.length).toBe(0);
  });

  it.each([
    'aspect nan',
    'aspect inf',
    'aspect -1',
    'aspect 1e9',
    'aspect 1e-9',
    'max 0',
    'max 60000',
    'later fps 0',
    'later fps nan',
    'later fps inf',
    'later fps 1e6',
    'later base 0',
    'later base 60000',
    'later max 60000',
    'geometry 0',
    'geometry 60000',
    'pitch 16',
    'pitch 0',
    'misaligned',
    'width 0',
    'height 0',
    'batch 0',
    'batch 50000',
    'batch 1e18',
    'samples 4e5',
    'state 0',
    'state 1e12',
    'state 1e19',
    'shrinking',
    'save-ram 1e12',
    'save-ram 1e19',
    'questions',
  ])('of %s plays on', async (lie) => {
    const game = await FixtureGame.start('lies', lie);
    const { format } = game.core.hello;
    expect(format).toMatchObject({ width: WIDTH, height: HEIGHT, framesPerSecond: 60 });
    for (let step = 1; step <= 20; step++) await game.play(1);
    for (const { width, height, framesPerSecond } of [game.core.format, ...game.formats]) {
      expect({ width, height, framesPerSecond }).toEqual({
        width: WIDTH,
        height: HEIGHT,
        framesPerSecond: 60,
      });
    }
    const { abilities } = game.core.hello;
    if (abilities.has('states')) await game.core.saveState();
    if (abilities.has('saveRam')) await game.core.readSaveRam();
    await game.play(20);
  });

  it.each([
    ['wider', 'width 300', 300, HEIGHT],
    ['higher', 'height 300', WIDTH, 300],
  ])('whose pictures are %s than it said shows them all the same', async (_what, lie, width, height) => {
    const game = await FixtureGame.start('lies', lie);
    expect(game.core.hello.format).toMatchObject({ maxWidth: WIDTH, maxHeight: HEIGHT });
    expect(await game.play(3)).toMatchObject({ width, height });
  });

  it.each(['width 5000', 'height 5000', 'width 70000', 'height 4294967295', 'pitch 1e18'])(
    'with a picture of %s, which nobody can show, is ended in words',
    async (lie) => {
      const game = await FixtureGame.start('lies', lie);
      const failure = await failureOf(game.play(1));
      expect(failure.message).toMatch(/^The core drew a picture of \d+×\d+ pixels/);
      expect(failure.hint).not.toBe('');
    },
  );

  it('about its state’s size, which is smaller later, goes on from that', async () => {
    const game = await FixtureGame.start('lies', 'shrinking');
    await game.play(5);
    const early = await game.core.saveState();
    await game.play(20);
    const late = await game.core.saveState();
    expect(late.length).toBeLessThan(early.length);
    expect(await game.core.loadState(early)).toBeUndefined();
    expect(await game.core.loadState(late)).toBeUndefined();
    await game.play(1);
  });

  it('about the sizes of state and save RAM says so, and gives none', async () => {
    const state = await FixtureGame.start('lies', 'state 1e12');
    expect((await state.core.saveState()).length).toBe(0);
    const saveRam = await FixtureGame.start('lies', 'save-ram 1e12');
    expect(saveRam.core.hello.abilities.has('saveRam')).toBe(false);
    const stateless = await FixtureGame.start('lies', 'state 0');
    expect(stateless.core.hello.abilities.has('states')).toBe(false);
  });

  it('in keeping silent about its name is called by its file’s', async () => {
    const game = await FixtureGame.start('nameless', 'anything');
    expect(game.core.hello).toMatchObject({ name: 'nameless', title: 'fixture' });
    await game.play(2);
  });
});

describe('a core that does what has nothing to do with its frames', () => {
  it.each([
    ['prints', 'prints'],
    ['shakes pads', 'rumbles'],
    ['calls its host from a thread of its own', 'thread'],
  ])('plays on while it %s', async (_what, behaviour) => {
    const game = await FixtureGame.start('strays', behaviour);
    expect((await game.play(40)).pixels.length).toBe((3 / 2) * WIDTH * HEIGHT);
  });

  it.each([
    ['writes into the protocol’s pipe', 'protocol', /^The core broke the core protocol: /],
    ['closes the protocol’s pipes', 'closes', /^The core /],
    ['waits for a thread that calls its host', 'waits', /^The core did not answer within 2 s\./],
  ])('is ended where it %s', async (_what, game, message) => {
    const playing = await FixtureGame.start('strays', game);
    expect((await failureOf(playing.play(12))).message).toMatch(message);
  });
});
