import { describe, expect, it } from 'vitest';
import type { CoreProcess } from '../../core-process.js';
import { COLOUR_TOLERANCE, colourDifference } from '../picture-colours.js';
import { A, REAL_CORES, startRealCore, WARM_UP } from './homebrew.js';
import { readScreen, type Screen } from './screen.js';

const COUNTED_STEPS = 240;

describe.each(REAL_CORES)('$core', (real) => {
  it('says hello with its name, its exact rates, its size and its players', async () => {
    await using core = startRealCore(real);
    const { abilities, format, ...hello } = await core.hello();
    expect(hello.name).toBe(real.hello.name);
    expect(hello.version).toMatch(real.hello.version);
    expect(hello.players).toBe(real.hello.players);
    expect(format).toMatchObject({ ...real.format, channels: 2 });
    expect([...abilities]).toEqual(expect.arrayContaining(['states', 'saveRam', 'reset', 'runAhead']));
  });

  it('shows the game’s screen, and a square that moves with each frame', async () => {
    await using core = startRealCore(real);
    await core.hello();
    const frame = await core.steps(WARM_UP);
    expect([frame.width, frame.height]).toEqual(real.picture);
    const before = readScreen(frame, core.format.pixelFormat);
    expectColour(before.colour, real.colours[0]);
    expect(before.share).toBeGreaterThan(0.98);
    for (let step = 1; step <= 10; step++) {
      const { column, row } = readScreen(await core.step(), core.format.pixelFormat);
      expect({ column, row }).toEqual({ column: before.column + step, row: before.row });
    }
  });

  it('shows a button in the very frame of its step, and its release too', async () => {
    await using core = startRealCore(real);
    await core.hello();
    await core.steps(WARM_UP);
    for (const held of [A, 0, A, A, A, 0, 0, A, 0]) {
      const { colour } = readScreen(await core.step(held), core.format.pixelFormat);
      expectColour(colour, real.colours[held === A ? 1 : 0]);
    }
    expect((await core.measureLag()).frames).toBe(0);
  });

  it('sounds at the rate that it announces, and with a tone while A is held', async () => {
    await using core = startRealCore(real);
    const { framesPerSecond, sampleRate } = (await core.hello()).format;
    await core.steps(WARM_UP);
    const loudness = { silent: 0, sounding: 0 };
    let samples = 0;
    for (let step = 1; step <= COUNTED_STEPS; step++) {
      const isHeld = step > COUNTED_STEPS / 2;
      const { sound } = await core.step(isHeld ? A : 0);
      samples += sound.length / 4;
      const most = loudestOf(sound);
      if (isHeld) loudness.sounding = Math.max(loudness.sounding, most);
      else loudness.silent = Math.max(loudness.silent, most);
    }
    const announced = (COUNTED_STEPS * sampleRate) / framesPerSecond;
    // Less than a hundredth of a frame's sound to each frame.
    const tolerance = announced / 100 / 100;
    expect(Math.abs(samples - announced * (1 - (real.missingSound ?? 0)))).toBeLessThan(tolerance + 3);
    expect(loudness.silent).toBeLessThan(200);
    if (real.hasTone) expect(loudness.sounding).toBeGreaterThan(2000);
  });

  it('begins anew when it is reset', async () => {
    await using core = startRealCore(real);
    await core.hello();
    const first = await screenAfterWarmUp(core);
    await core.steps(7);
    expect(await core.reset()).toBeUndefined();
    const again = await screenAfterWarmUp(core);
    expectColour(again.colour, real.colours[0]);
    // The columns count the frames; a reset may cost one or two of them.
    expect(Math.abs(again.column - first.column)).toBeLessThan(3);
  });
});

async function screenAfterWarmUp(core: CoreProcess): Promise<Screen> {
  const frame = await core.steps(WARM_UP);
  return readScreen(frame, core.format.pixelFormat);
}

function expectColour(colour: number, expected: number): void {
  expect(colourDifference(colour, expected)).toBeLessThanOrEqual(COLOUR_TOLERANCE);
}

function loudestOf(sound: Buffer): number {
  let loudest = 0;
  for (let at = 0; at < sound.length; at += 2) loudest = Math.max(loudest, Math.abs(sound.readInt16LE(at)));
  return loudest;
}
