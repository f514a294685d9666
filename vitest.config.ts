import { defineConfig } from 'vitest/config';
import { findChromium } from './scripts/chromium.js';

const chromium = await findChromium();

/** What measures times in real browsers: nothing else may run beside it. */
const MEASURING = [
  'test/e2e/bench-*.test.ts',
  'test/e2e/picture-and-sound.test.ts',
  'test/e2e/sound-ways.test.ts',
  'test/e2e/transports.test.ts',
  'test/bench/screen/*.test.ts',
  'test/commands/bench*.test.ts',
];

/** What plays games in real time without a browser, or starts the whole program: it waits most of its time. */
const PLAYING = ['commands', 'host', 'pipeline', 'room'].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: ['test/fixture-cores-folder.ts'],
    // What a test waits for has limits of its own (test/patience.ts), which say more when they run out.
    testTimeout: 150_000,
    hookTimeout: 150_000,
    env: chromium === undefined ? {} : { CHROMIUM_PATH: chromium },
    projects: [
      {
        extends: true,
        test: {
          name: 'playing',
          include: PLAYING,
          exclude: MEASURING,
          // A host with its core and encoders takes a third to a half of one core.
          maxWorkers: 4,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'all else',
          include: ['test/**/*.test.ts'],
          exclude: [...MEASURING, ...PLAYING],
          // Browsers that draw by software, and emulators that play as fast as they can: two files at a time keep two cores
          // busy, and more would have them wait for each other.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'measuring', include: MEASURING, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
