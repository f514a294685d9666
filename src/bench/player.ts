import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, KeyInput, Page } from 'puppeteer-core';
import { CloudgameError } from '../errors.js';
import type { ClockSample } from './clock-alignment.js';
import { monotonicMs } from './monotonic-clock.js';
import type { BrowserCounts, JoinLog, PageLog, PathCounts } from './page/page-log.js';
import { PROBE } from './page/probe-script.js';

/** How long (ms) a page may take until it shows the game. */
const JOIN_TIMEOUT_MS = 30_000;

/** A player's page in a browser, with the probe in it. */
export class Player {
  readonly page: Page;
  readonly #context: BrowserContext | undefined;

  /**
   * Opens a link in a window of its own, and waits until the game is seen.
   *
   * @throws CloudgameError (network) where it doesn't come to that.
   */
  static async open(browser: Browser, link: string, probe: string): Promise<Player> {
    const context = await browser.createBrowserContext();
    try {
      const page = await context.newPage();
      await page.evaluateOnNewDocument(probe);
      await page.goto(link, { waitUntil: 'domcontentloaded' });
      const player = new Player(context, page);
      await player.#waitForPicture();
      return player;
    } catch (error) {
      await context.close().catch(() => undefined);
      throw error;
    }
  }

  /** Takes a page that somebody else opens, and closes: the probe is in it once it is loaded. */
  static async adopt(page: Page, probe: string): Promise<Player> {
    await page.evaluateOnNewDocument(probe);
    return new Player(undefined, page);
  }

  private constructor(context: BrowserContext | undefined, page: Page) {
    this.#context = context;
    this.page = page;
  }

  /** From 1; 0 for a watcher. */
  async seat(): Promise<number> {
    return Number(await this.page.evaluate('document.documentElement.dataset.seat ?? 0'));
  }

  /** Takes out what the probe wrote down since the last call. */
  drain(): Promise<PageLog> {
    return this.page.evaluate(`${PROBE}.drain()`) as Promise<PageLog>;
  }

  join(): Promise<JoinLog> {
    return this.page.evaluate(`${PROBE}.join()`) as Promise<JoinLog>;
  }

  counts(): Promise<BrowserCounts> {
    return this.page.evaluate(`${PROBE}.counts()`) as Promise<BrowserCounts>;
  }

  path(): Promise<PathCounts> {
    return this.page.evaluate(`${PROBE}.path()`) as Promise<PathCounts>;
  }

  isSecure(): Promise<boolean> {
    return this.page.evaluate('isSecureContext') as Promise<boolean>;
  }

  /** Looks at the page's clock from this process, so many times; the own clock is the machine's monotonic one. */
  async sampleClock(times: number): Promise<ClockSample[]> {
    const samples: ClockSample[] = [];
    for (let count = 0; count < times; count++) {
      const sent = monotonicMs();
      const remote = (await this.page.evaluate(`${PROBE}.now()`)) as number;
      samples.push({ sent, received: monotonicMs(), remote });
    }
    return samples;
  }

  /** Presses a key for some time (ms). */
  async press(key: KeyInput, holdMs: number): Promise<void> {
    await this.page.keyboard.down(key);
    await sleep(holdMs);
    await this.page.keyboard.up(key);
  }

  async close(): Promise<void> {
    await this.#context?.close().catch(() => undefined);
  }

  async #waitForPicture(): Promise<void> {
    const seen = `document.documentElement.dataset.state === 'live' && ${PROBE}.join().firstPicture !== undefined`;
    try {
      await this.page.waitForFunction(seen, { timeout: JOIN_TIMEOUT_MS });
    } catch (cause) {
      const words = await this.page
        .evaluate(`document.querySelector('#status')?.textContent?.trim() ?? ''`)
        .catch(() => '');
      throw new CloudgameError(
        'network',
        `The page that was to be measured showed no picture within ${JOIN_TIMEOUT_MS / 1000} s. It says: ${words || 'nothing'}`,
        'Look whether `cloudgame host` works with this browser, and whether it can play the codec (--codec vp8 works in all).',
        { cause },
      );
    }
  }
}
