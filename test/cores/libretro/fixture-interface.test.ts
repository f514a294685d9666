import { writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CORE_MESSAGE, decodeDone, decodeRumble } from '../../../cores/protocol/core-message.js';
import { encodeOption, HOST_MESSAGE } from '../../../cores/protocol/host-message.js';
import { CoreProcess as RawCoreProcess, stepBody } from '../../core-process.js';
import { COLOUR_TOLERANCE, colourAt, colourDifference, type PixelSource } from '../picture-colours.js';
import { debianCore } from './cores.js';
import { type FixtureCore, fixtureCore } from './fixture-core.js';
import { FixtureGame, gameFile } from './fixture-game.js';

const WIDTH = 64;
const HEIGHT = 48;
const RED = 0xff0000;
const GREEN = 0x00ff00;
const BLUE = 0x0000ff;
const WHITE = 0xffffff;

/** A fixture whose messages the test reads itself. */
function startRaw(core: FixtureCore, game: string, ...args: string[]): RawCoreProcess {
  const process = RawCoreProcess.start('libretro', [fixtureCore(core), gameFile(game), ...args]);
  onTestFinished(() => process[Symbol.asyncDispose]());
  return process;
}

/** By how much the upper left corner of a picture in I420 differs from a colour. */
function differenceFrom(colour: number, frame: PixelSource): number {
  return colourDifference(colourAt(frame, 'i420', 0, 0), colour);
}

describe('the pixels of a core', () => {
  it.each([
    ['0RGB1555, the default of libretro', 'none', 'xrgb1555', [0x7c00, 0x03e0, 0x001f, 0x7fff]],
    ['0RGB1555', '0rgb1555', 'xrgb1555', [0x7c00, 0x03e0, 0x001f, 0x7fff]],
    ['RGB565', 'rgb565', 'rgb565', [0xf800, 0x07e0, 0x001f, 0xffff]],
    ['XRGB8888', 'xrgb8888', 'xrgb8888', [RED, GREEN, BLUE, WHITE]],
  ])('arrive as they are in %s, where a side is odd', async (_what, game, pixelFormat, colours) => {
    const playing = await FixtureGame.start('pixel-formats', game);
    expect(playing.core.hello.format).toMatchObject({ pixelFormat, width: 4, height: 1 });
    const { pixels } = await playing.play(1);
    const Pixels = pixelFormat === 'xrgb8888' ? Uint32Array : Uint16Array;
    expect([...new Pixels(Uint8Array.from(pixels).buffer)]).toEqual(colours);
  });
});

describe('the options of a core', () => {
  it.each([
    ['v0', 'Colour'],
    ['v1', 'Colour'],
    ['v1-intl', 'Colour'],
    ['v2', 'Video > Colour'],
    ['v2-intl', 'Video > Colour'],
  ])(
    'are known from version %s of the interface, in English, and change with the next frame',
    async (version, label) => {
      const core = startRaw('options', version);
      const { options } = await core.hello();
      expect(options).toMatchObject([{ key: 'fixture_colour', values: ['green', 'red', 'blue'] }]);
      expect(label).toContain(options[0]!.label);
      expect(differenceFrom(GREEN, await core.step())).toBeLessThanOrEqual(COLOUR_TOLERANCE);
      core.send(HOST_MESSAGE.setOption, encodeOption('fixture_colour', 'blue'));
      expect(decodeDone((await core.receive()).body)).toBeUndefined();
      expect(differenceFrom(BLUE, await core.step())).toBeLessThanOrEqual(COLOUR_TOLERANCE);
    },
  );

  it('have the user’s values from the first frame on', async () => {
    const core = startRaw('options', 'v2', '--option', 'fixture_colour=red');
    await core.hello();
    expect(differenceFrom(RED, await core.step())).toBeLessThanOrEqual(COLOUR_TOLERANCE);
  });

  it('may be more than the protocol counts: the first ones are told', async () => {
    const { core } = await FixtureGame.start('options', 'many');
    expect(core.hello.options).toHaveLength(255);
    expect(core.hello.options[0]).toMatchObject({ key: 'number_0', label: 'Number' });
    expect(core.hello.options[0]!.values).toHaveLength(255);
  });
});

describe('a core that wants the graphics card', () => {
  it('and refuses the game without it is named as what it is', async () => {
    await expect(FixtureGame.start('graphics-card', 'gives up')).rejects.toMatchObject({
      kind: 'game',
      message: expect.stringMatching(/^The core Fixture draws with the graphics card \(OpenGL or Vulkan\)/),
      hint: expect.stringContaining('--option'),
    });
  });

  it('and draws by itself without it plays', async () => {
    const game = await FixtureGame.start('graphics-card', 'goes on');
    expect(await game.play(10)).toMatchObject({ width: WIDTH, height: HEIGHT });
  });

  it('and hands over pictures that lie in it is ended in words', async () => {
    const game = await FixtureGame.start('graphics-card', 'draws anyway');
    await expect(game.play(1)).rejects.toMatchObject({
      message: expect.stringContaining('draws with the graphics card'),
    });
  });
});

describe('a core that changes in mid-game', () => {
  it('has another size and other rates from that frame on', async () => {
    const game = await FixtureGame.start('changes', 'av');
    await game.play(99);
    expect(game.formats).toEqual([]);
    const frame = await game.play(1);
    expect(frame).toMatchObject({ width: 2 * WIDTH, height: 2 * HEIGHT });
    expect(frame.sound.length).toBe(4 * 640);
    const expected = { width: 2 * WIDTH, height: 2 * HEIGHT, framesPerSecond: 50, sampleRate: 32_000 };
    expect(game.formats).toMatchObject([expected]);
    await game.play(20);
    expect(game.formats).toHaveLength(1);
  });

  it('has another size within what it announced', async () => {
    const game = await FixtureGame.start('changes', 'geometry');
    expect(game.core.hello.format).toMatchObject({ maxWidth: 2 * WIDTH, maxHeight: 2 * HEIGHT });
    expect(await game.play(100)).toMatchObject({ width: 2 * WIDTH, height: 2 * HEIGHT });
    expect(game.formats).toMatchObject([{ width: 2 * WIDTH, framesPerSecond: 60, sampleRate: 48_000 }]);
  });

  it('shows what a state of before has where it goes back to one, and changes again', async () => {
    const game = await FixtureGame.start('changes', 'av');
    await game.play(50);
    const state = await game.core.saveState();
    await game.play(60);
    expect(await game.core.loadState(state)).toBeUndefined();
    expect(await game.play(1)).toMatchObject({ width: WIDTH, height: HEIGHT });
    expect(await game.play(60)).toMatchObject({ width: 2 * WIDTH, height: 2 * HEIGHT });
  });
});

describe('a picture', () => {
  it.each([
    // libretro turns against the clock: the corner at the upper left goes down first.
    [1, { width: HEIGHT, height: WIDTH }, [0, WIDTH - 1]],
    [2, { width: WIDTH, height: HEIGHT }, [WIDTH - 1, HEIGHT - 1]],
    [3, { width: HEIGHT, height: WIDTH }, [HEIGHT - 1, 0]],
  ] as const)('turned by %d quarters is sent upright', async (turns, size, [x, y]) => {
    const game = await FixtureGame.start('changes', `rotation ${turns}`);
    expect(game.core.hello.format).toMatchObject(size);
    const frame = await game.play(1);
    expect(frame).toMatchObject(size);
    const brightness = frame.pixels.subarray(0, WIDTH * HEIGHT);
    expect(brightness[y * frame.pitch + x]).toBe(235);
    expect(brightness.filter((byte) => byte !== 16)).toHaveLength(1);
  });

  it('that is the one before isn’t sent again', async () => {
    const game = await FixtureGame.start('changes', 'dupes');
    const sizes: number[] = [];
    for (let step = 1; step <= 6; step++) sizes.push((await game.play(1)).pixels.length);
    const whole = (3 / 2) * WIDTH * HEIGHT;
    expect(sizes).toEqual([whole, 0, whole, 0, whole, 0]);
  });
});

describe('a core', () => {
  it('that reads its game itself gets the path alone', async () => {
    const game = await FixtureGame.start('reads-itself', '\x5a is the colour');
    expect(differenceFrom(0x5a5a5a, await game.play(1))).toBeLessThanOrEqual(COLOUR_TOLERANCE);
  });

  it('is not given a game by itself that it plays along with others', async () => {
    const game = gameFile('anything').replace(/fixture\.game$/, 'a.gb');
    writeFileSync(game, new Uint8Array(32 * 1024));
    const core = RawCoreProcess.start('libretro', [debianCore('bsnes_mercury_performance'), game]);
    onTestFinished(() => core[Symbol.asyncDispose]());
    expect((await core.complaint()).message).toMatch(
      /^a\.gb is played by the core .* only as "Super Game ?Boy"/,
    );
  });

  it('that plays several files at once, and nothing else, is refused for that reason', async () => {
    const path = gameFile('anything');
    const pair = path.replace(/game$/, 'pair');
    writeFileSync(pair, 'anything');
    const core = RawCoreProcess.start('libretro', [fixtureCore('subsystems'), pair]);
    onTestFinished(() => core[Symbol.asyncDispose]());
    expect((await core.complaint()).message).toBe(
      'fixture.pair is played by the core Fixture only as "Link cable", with several files at once, which cloudgame can’t do.',
    );
  });

  it('shakes the pads of players that there are', async () => {
    const core = startRaw('strays', 'rumbles');
    await core.hello();
    for (let step = 1; step <= 3; step++) {
      core.send(HOST_MESSAGE.step, stepBody(step, [0]));
      const { type, body } = await core.receive();
      expect(type).toBe(CORE_MESSAGE.rumble);
      expect(decodeRumble(body)).toEqual({ player: 0, strong: 100 * step, weak: 0 });
      expect((await core.receive()).type).toBe(CORE_MESSAGE.frame);
    }
  });
});
