import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CoreProcess } from '../../core-process.js';
import { temporaryFolder } from '../../signalling/temporary-folder.js';
import { debianCore } from '../libretro/cores.js';
import { COLOUR_TOLERANCE, colourDifference } from '../picture-colours.js';
import { A, readImage, WARM_UP } from './homebrew.js';
import { readScreen, type Screen } from './screen.js';

const LAGS = [0, 1, 2, 3];
/** Presses and releases that are shorter and longer than the lag. */
const HELD = [A, A, A, A, A, 0, 0, 0, 0, 0, A, 0, A, A, 0, 0, 0, 0, 0];

const CORES = [
  { name: 'nes', start: (game: string) => CoreProcess.start('nes', [game]) },
  {
    name: 'nestopia',
    start: (game: string) => CoreProcess.start('libretro', [debianCore('nestopia'), game]),
  },
];

describe.each(CORES)('the core $name', ({ start }) => {
  describe.each(LAGS)('with a game that waits %i frames', (lag) => {
    it('finds exactly them, and leaves the game as it was', async () => {
      const game = await gameWaiting(lag);
      await using core = start(game);
      const first = await warmUp(core);
      for (let round = 1; round <= 3; round++) {
        expect((await core.measureLag()).frames).toBe(lag);
        expect(await screenOf(core, 0)).toEqual({ ...first, column: first.column + round });
      }
    });

    it('shows a button so many steps late', async () => {
      await using core = start(await gameWaiting(lag));
      const idle = await warmUp(core);
      expect(await litStepsOf(core, idle)).toEqual(HELD.map((_, step) => HELD[step - lag] === A));
    });

    it('shows press and release in their very step where it is run ahead by them', async () => {
      const game = await gameWaiting(lag);
      await using plain = start(game);
      await using ahead = start(game);
      await ahead.hello();
      expect(await ahead.setRunAhead(lag)).toBeUndefined();
      const [now, idle] = [await warmUp(plain), await screenAfterWarmUp(ahead)];
      // It is a frame that is yet to come.
      expect(idle).toEqual({ ...now, column: now.column + lag });
      expect(await litStepsOf(ahead, idle)).toEqual(HELD.map((buttons) => buttons === A));
    });
  });

  it.each([1, 2, 3])(
    'shows a button one step late where %i frames of lag are run ahead by one less',
    async (lag) => {
      await using core = start(await gameWaiting(lag));
      await core.hello();
      expect(await core.setRunAhead(lag - 1)).toBeUndefined();
      const idle = await screenAfterWarmUp(core);
      expect(await litStepsOf(core, idle)).toEqual(HELD.map((_, step) => HELD[step - 1] === A));
    },
  );
});

/** The NES's game as one that waits so many frames before it shows a button. */
async function gameWaiting(frames: number): Promise<string> {
  const image = readImage('nes.nes');
  const mark = image.indexOf('LAG');
  expect(mark).toBeGreaterThan(0);
  expect(image.indexOf('LAG', mark + 1)).toBe(-1);
  image[mark + 'LAG'.length] = frames;
  const path = join(await temporaryFolder(), `waits-${frames}.nes`);
  await writeFile(path, image);
  return path;
}

async function warmUp(core: CoreProcess): Promise<Screen> {
  await core.hello();
  return screenAfterWarmUp(core);
}

async function screenAfterWarmUp(core: CoreProcess): Promise<Screen> {
  return readScreen(await core.steps(WARM_UP), core.format.pixelFormat);
}

async function screenOf(core: CoreProcess, buttons: number): Promise<Screen> {
  return readScreen(await core.step(buttons), core.format.pixelFormat);
}

/** In which steps of `HELD` the screen has another colour than the idle one. */
async function litStepsOf(core: CoreProcess, idle: Screen): Promise<boolean[]> {
  const lit: boolean[] = [];
  for (const buttons of HELD) {
    const { colour } = await screenOf(core, buttons);
    lit.push(colourDifference(colour, idle.colour) > COLOUR_TOLERANCE);
  }
  return lit;
}
