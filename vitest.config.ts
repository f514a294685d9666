import { defineConfig } from 'vitest/config';
import { findChromium } from './scripts/chromium.js';

const chromium = await findChromium();

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/fixture-cores-folder.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Integration and end-to-end tests start real encoders and browsers, and wait most of their time: two files at a time
    // keep two cores busy, and more would have them wait for each other.
    maxWorkers: 2,
    env: chromium === undefined ? {} : { CHROMIUM_PATH: chromium },
  },
});
