import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { CloudgameError } from '../../errors.js';
import { INSECURE_NAME } from '../browser/launch-browser.js';
import type { OutsideOptions } from './outside-options.js';
import type { Xvfb } from './xvfb.js';

/** For a browser to start and for a page to load, ms. */
const TIME_TO_START = 60_000;
const TIME_TO_LOAD = 60_000;

/** Puppeteer's note above the page, which would take its height. */
const NOT_WANTED = ['--enable-automation'];

const CHROMIUM_ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  '--ozone-platform=x11',
  '--force-device-scale-factor=1',
  '--password-store=basic',
  // No note about the sandbox above the page.
  '--test-type',
  '--kiosk',
  `--host-resolver-rules=MAP ${INSECURE_NAME} 127.0.0.1`,
  '--window-position=0,0',
];

/** WebRTC on loopback and with plain addresses; nothing that comes up over the page or wants to be agreed to. */
const FIREFOX_PREFERENCES = {
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  'network.dns.localDomains': INSECURE_NAME,
  'full-screen-api.warning.timeout': 0,
  'browser.preonboarding.enabled': false,
  'termsofuse.bypassNotification': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
  'browser.translations.automaticallyPopup': false,
  'layout.css.devPixelsPerPx': '1',
};

/** A browser whose one window fills a screen: a pixel of the page is a pixel of the screen. */
export class BrowserWindow {
  /** As the browser says, like `Chrome/126.0.6478.126`. */
  readonly version: string;
  readonly page: Page;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page, version: string) {
    this.#browser = browser;
    this.page = page;
    this.version = version;
  }

  /**
   * Starts a browser on a screen and opens a page.
   *
   * @param size - of the screen, pixels.
   * @throws CloudgameError where the browser doesn't start or the page doesn't come.
   */
  static async open(
    options: Pick<OutsideOptions, 'browser' | 'url' | 'browserArguments' | 'beforeLoad' | 'signal'>,
    screen: Xvfb,
    size: { readonly width: number; readonly height: number },
  ): Promise<BrowserWindow> {
    const browser = await launch(options, screen, size);
    try {
      const [page = await browser.newPage()] = await browser.pages();
      await options.beforeLoad?.(page);
      await page.goto(options.url, { timeout: TIME_TO_LOAD, waitUntil: 'load' }).catch((error: unknown) => {
        throw new CloudgameError(
          'network',
          `The page didn't load: ${messageOf(error)}`,
          'Look whether the address opens in a browser of this computer.',
          { cause: error },
        );
      });
      return new BrowserWindow(browser, page, await browser.version());
    } catch (error) {
      await browser.close().catch(() => {});
      throw error;
    }
  }

  /** Runs a script in the page and waits for what it promises. */
  async run(script: string): Promise<void> {
    await this.page.evaluate(script).catch((error: unknown) => {
      throw new CloudgameError(
        'usage',
        `The script for the page fails: ${messageOf(error)}`,
        "Try it in the page's console; where its value is a promise, that has to resolve.",
        { cause: error },
      );
    });
  }

  /** Ends the browser; calling it again does nothing. */
  async close(): Promise<void> {
    // Where the screen is gone the browser is too.
    await this.#browser.close().catch(() => {});
  }
}

async function launch(
  { browser, browserArguments = [], signal }: Pick<OutsideOptions, 'browser' | 'browserArguments' | 'signal'>,
  screen: Xvfb,
  size: { readonly width: number; readonly height: number },
): Promise<Browser> {
  // Chromium's sandbox refuses to work for root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const windowSize = `--window-size=${size.width},${size.height}`;
  const forKind =
    browser.kind === 'chromium'
      ? {
          browser: 'chrome' as const,
          args: [...CHROMIUM_ARGUMENTS, ...sandbox, windowSize, ...browserArguments],
        }
      : {
          browser: 'firefox' as const,
          args: ['--kiosk', ...browserArguments],
          extraPrefsFirefox: FIREFOX_PREFERENCES,
        };
  try {
    return await puppeteer.launch({
      ...forKind,
      executablePath: browser.path,
      headless: false,
      // A profile of its own, which goes away with the screen.
      userDataDir: join(screen.folder, 'profile'),
      // The page is as large as its window.
      defaultViewport: null,
      ignoreDefaultArgs: NOT_WANTED,
      timeout: TIME_TO_START,
      env: environmentOnScreen(screen.environment),
      // Signals are for the command, which closes this.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new CloudgameError(
      'unexpected',
      `The browser ${browser.path} doesn't start on a screen of its own: ${messageOf(error)}`,
      'Start it by hand to see what it lacks, or name another with --browser.',
      { cause: error },
    );
  }
}

/** Without the user's own screen: browsers prefer Wayland where there is one. */
function environmentOnScreen(environment: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { WAYLAND_DISPLAY: _, ...own } = process.env;
  return {
    ...own,
    ...environment,
    GDK_BACKEND: 'x11',
    MOZ_ENABLE_WAYLAND: '0',
    MOZ_CRASHREPORTER_DISABLE: '1',
  };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim();
}
