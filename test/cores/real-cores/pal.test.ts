import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CoreProcess } from '../../core-process.js';
import { temporaryFolder } from '../../signalling/temporary-folder.js';
import { debianCore } from '../libretro/cores.js';
import { COLOUR_TOLERANCE, colourDifference } from '../picture-colours.js';
import { A, readImage, WARM_UP } from './homebrew.js';
import { readScreen } from './screen.js';

/** The byte of a LoROM cartridge's header that names the country, and Europe's. */
const COUNTRY = 0x7fd9;
const EUROPE = 2;

it('plays a European SNES game at 50 frames a second, as the core takes it from the header', async () => {
  const image = readImage('snes.sfc');
  image[COUNTRY] = EUROPE;
  const path = join(await temporaryFolder(), 'europe.sfc');
  await writeFile(path, image);
  await using core = CoreProcess.start('libretro', [debianCore('bsnes_mercury_performance'), path]);
  const { framesPerSecond, sampleRate } = (await core.hello()).format;
  // 21,281,370 Hz by 1364 clocks a line and 312 lines.
  expect(framesPerSecond).toBeCloseTo(21_281_370 / (1364 * 312), 6);
  await core.steps(WARM_UP);
  let samples = 0;
  for (let step = 1; step <= 100; step++) samples += (await core.step()).sound.length / 4;
  expect(Math.abs(samples - (100 * sampleRate) / framesPerSecond)).toBeLessThan(8);
  for (const [held, expected] of [
    [0, 0x004aff],
    [A, 0xff7b00],
  ] as const) {
    const { colour } = readScreen(await core.step(held), core.format.pixelFormat);
    expect(colourDifference(colour, expected)).toBeLessThanOrEqual(COLOUR_TOLERANCE);
  }
});
