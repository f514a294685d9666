// Where the browser of the end-to-end tests is.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MACOS_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * Finds a Chromium or Chrome that runs: the one that CHROMIUM_PATH names, else one on the PATH, else the one that
 * Playwright has installed.
 *
 * @returns {Promise<string | undefined>} its path.
 */
export async function findChromium() {
  const { CHROMIUM_PATH } = process.env;
  const candidates = CHROMIUM_PATH ? [CHROMIUM_PATH] : [...NAMES.flatMap(pathsOf), MACOS_CHROME];
  const found = candidates.find(answers);
  if (found !== undefined || CHROMIUM_PATH) return found;
  const { chromium } = await import('playwright-core');
  return [chromium.executablePath()].find(answers);
}

/** @param {string} name */
function pathsOf(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name));
}

/**
 * Whether it runs: Ubuntu has a chromium-browser that only says where to get one.
 *
 * @param {string} path
 */
function answers(path) {
  return existsSync(path) && spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0;
}
