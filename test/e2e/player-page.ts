import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { PACKAGE_ROOT } from '../../src/package-root.js';
import { PATIENCE } from '../patience.js';
import type { Probes } from './page-probes.js';
import { installProbes } from './page-probes.js';

declare global {
  interface Window {
    probes: Probes;
  }
}

/** Where pictures of pages in failed tests go. */
const OUTPUT = join(PACKAGE_ROOT, '.test-output');

export interface OpenOptions {
  readonly context?: BrowserContextOptions;
  /** Runs in the page before its own scripts. */
  readonly before?: () => void;
}

/** A player page in a browser of its own, as far as storage goes. */
export class PlayerPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens a link for one test. A picture of the page is kept where the test fails. */
  static async open(browser: Browser, link: string, options: OpenOptions = {}): Promise<PlayerPage> {
    const player = await PlayerPage.create(browser, options);
    await player.page.goto(link);
    return player;
  }

  /** A page that hasn't been anywhere yet. */
  static async create(
    browser: Browser,
    { context: settings = {}, before }: OpenOptions = {},
  ): Promise<PlayerPage> {
    const context = await browser.newContext({ viewport: { width: 900, height: 700 }, ...settings });
    context.setDefaultTimeout(PATIENCE.timeout);
    const page = await context.newPage();
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await keepScreenshot(page, task.name);
      await context.close();
    });
    await page.addInitScript(probeScript());
    if (before) await page.addInitScript(before);
    return new PlayerPage(page);
  }

  /** The situation as the page names it. */
  state(): Promise<string | undefined> {
    return this.page.evaluate(() => document.documentElement.dataset.state);
  }

  /** Waits for one of these situations; returns which one it is. */
  async waitForState(...states: readonly string[]): Promise<string> {
    const handle = await this.page.waitForFunction((wanted) => {
      const { state } = document.documentElement.dataset;
      return state !== undefined && wanted.includes(state) ? state : undefined;
    }, states);
    return (await handle.jsonValue())!;
  }

  /** What the page says of the situation. */
  async words(): Promise<string> {
    const title = await this.page.textContent('#status .title');
    return `${title} – ${await this.page.textContent('#status .detail')}`;
  }

  /** The own seat, from 1; 0 for none. */
  seat(): Promise<number> {
    return this.page.evaluate(() => Number(document.documentElement.dataset.seat));
  }

  /** Frame numbers of the next pictures as they are shown; `undefined` for one that can't be read. */
  frameNumbers(count: number): Promise<(number | undefined)[]> {
    return this.page.evaluate(async (wanted) => {
      const numbers = [];
      while (numbers.length < wanted) numbers.push(await window.probes.nextFrameNumber());
      return numbers;
    }, count);
  }

  /** Waits until the picture shows exactly these players' patches lit, from 1. */
  async waitForLit(...players: readonly number[]): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => String(window.probes.litPatches()) === String(wanted),
      players,
    );
  }

  /** Waits until the page has said something in a toast, a hint or the menu, though it may be gone again. */
  async waitForWords(words: string): Promise<void> {
    await this.page.waitForFunction((wanted) => window.probes.hasSaid(wanted), words);
  }

  /** Waits until the sound has at least this level (0 to 1) near a frequency in Hz. */
  async waitForTone(frequency: number, level: number): Promise<void> {
    await this.page.waitForFunction(([hz, least]) => window.probes.toneLevel(hz!) >= least!, [
      frequency,
      level,
    ] as const);
  }

  /** Mean colour of the picture, 0 to 255 each. */
  meanColour(): Promise<[number, number, number]> {
    return this.page.evaluate(() => window.probes.meanColour());
  }
}

/** The test pattern's own reader runs in the page, over the pixels that the browser decoded. */
function probeScript(): string {
  const layout = readFileSync(join(PACKAGE_ROOT, 'dist', 'cores', 'test-pattern', 'layout.js'), 'utf8');
  const functions = layout.replaceAll(/^export /gm, '').replace(/^\/\/# sourceMappingURL.*$/m, '');
  return `(() => {
    ${functions}
    window.probes = (${installProbes.toString()})({ readFrameNumber, isPatchLit, PLAYERS });
  })();`;
}

async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(OUTPUT, { recursive: true });
  const path = join(OUTPUT, `${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}.png`);
  // A page that can't be pictured must not hide why the test failed.
  await page.screenshot({ path, timeout: 5_000 }).catch(() => undefined);
}
