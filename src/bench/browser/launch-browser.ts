import { type Browser, type LaunchOptions, launch } from 'puppeteer-core';
import { CloudgameError } from '../../errors.js';
import { TemporaryFolder } from '../temporary-folder.js';
import type { BrowserProgram } from './browser-program.js';

/** The name by which pages are opened that are to be no secure context, as over plain http in a local network. */
export const INSECURE_NAME = 'cloudgame-bench.test';

/** How long (ms) a browser may take to be there: cold disks are slow. */
const LAUNCH_TIMEOUT_MS = 60_000;

const CHROMIUM_ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  // Several players are several pages, of which a browser takes only one to be looked at.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  `--host-resolver-rules=MAP ${INSECURE_NAME} 127.0.0.1`,
];

const FIREFOX_PREFERENCES = {
  // Without these its pages find no host on this computer.
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'network.dns.localDomains': INSECURE_NAME,
  // Clocks to the microsecond, as Chromium has them nearly.
  'privacy.reduceTimerPrecision': false,
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  'dom.min_background_timeout_value': 4,
  'app.update.disabledForTesting': true,
  'media.gmp-manager.updateEnabled': false,
};

/** A browser that runs, and its end. */
export interface LaunchedBrowser {
  readonly browser: Browser;
  /** As it says itself. */
  readonly version: string;
  close(): Promise<void>;
}

/**
 * Starts a browser without a window, with a profile of its own that goes away with it.
 *
 * @throws CloudgameError (unexpected) where it doesn't start.
 */
export async function launchBrowser({ kind, path }: BrowserProgram): Promise<LaunchedBrowser> {
  const options: LaunchOptions =
    kind === 'firefox'
      ? { browser: 'firefox', extraPrefsFirefox: FIREFOX_PREFERENCES }
      : { browser: 'chrome', args: [...CHROMIUM_ARGUMENTS, ...sandboxArguments()] };
  const profile = await TemporaryFolder.make();
  try {
    const browser = await launch({
      ...options,
      executablePath: path,
      userDataDir: profile.path,
      headless: true,
      timeout: LAUNCH_TIMEOUT_MS,
      protocolTimeout: LAUNCH_TIMEOUT_MS,
      defaultViewport: { width: 1000, height: 800 },
      // Whoever started the benchmark ends it in order.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    const close = async () => {
      await browser.close().catch(() => browser.process()?.kill('SIGKILL'));
      profile.remove();
    };
    return { browser, version: await browser.version(), close };
  } catch (cause) {
    profile.remove();
    throw new CloudgameError(
      'unexpected',
      `The browser ${path} doesn't start: ${firstLine(cause)}`,
      'Try whether it starts by itself with --headless, or name another one with --browser PATH.',
      { cause },
    );
  }
}

/** Chromium refuses to run as root with its sandbox. */
function sandboxArguments(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]!;
}
